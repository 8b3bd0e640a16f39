import type { Box } from '@lagebild/model/geo.ts'
import { Latitude, Longitude } from '@lagebild/model/geo.ts'
import * as z from 'zod'

/** What all formats of warnings take. */
export const WARNING_OPTIONS = {
	/** Languages whose words name the warning, best first; all languages are kept as variants. */
	languages: z
		.array(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/))
		.max(20)
		.default(['de', 'en']),
	/** West, south, east, north, where the outlines are: what lies there only with its axes swapped is turned round. */
	within: z.tuple([Longitude, Latitude, Longitude, Latitude]).optional(),
}

export const CapOptions = z.strictObject(WARNING_OPTIONS)
export type CapOptions = z.infer<typeof CapOptions>

/** Germany with its coasts and a margin. */
export const GERMANY: Box = [4, 45, 17, 57]
