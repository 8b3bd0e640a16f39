import * as z from 'zod'

import { EventId } from './ids.ts'

/** The largest photo that a hub takes, bytes; tablets make theirs smaller. */
export const MAX_PHOTO_BYTES = 524_288

/** Longest side of a photo, pixels: what is larger takes more memory to show than a screen needs. */
export const MAX_PHOTO_PIXELS = 4_096

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
export type PhotoType = (typeof PHOTO_TYPES)[number]

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

/** What a hub answers when it keeps a photo, durably. */
export const KeptPhoto = z.object({
	id: EventId,
	sha256: Sha256,
	mediaType: z.enum(PHOTO_TYPES),
	bytes: z.int(),
	width: z.int(),
	height: z.int(),
	/** Incarnation of the journal beside which it is kept: in another one it is sent once more. */
	epoch: z.string(),
})
export type KeptPhoto = z.infer<typeof KeptPhoto>
