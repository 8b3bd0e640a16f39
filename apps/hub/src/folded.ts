import { hash } from 'node:crypto'

import type { StoredSnapshot } from '@lagebild/journal/port.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { Seq } from '@lagebild/model/ids.ts'
import { Instant } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { restorePicture, restorePieces, snapshotOf } from '@lagebild/picture/snapshot.ts'
import * as z from 'zod'

const WHICH_DIGITS = 12

const Erased = z.strictObject({ entries: z.int().min(1), seq: Seq, until: Instant, which: z.string().default('') })

/**
 * Entries whose bodies were gone when the picture was folded; `seq` and `until` are of the newest of them, `which` a digest of them all. What is erased later is still in
 * the picture: only a fold from an earlier snapshot, or from the beginning, goes without it.
 */
export type Erased = z.infer<typeof Erased>

/** A picture with what its fold does not keep. */
export type Folded = {
	readonly picture: Picture
	/** A person has spoken, also if nothing of it is shown any more. */
	readonly people: boolean
	readonly erased: Erased | undefined
}

const Beside = z.strictObject({ picture: z.unknown(), people: z.boolean(), erased: Erased.optional() })

export function snapshotText({ picture, people, erased }: Folded): string {
	return JSON.stringify({ picture: snapshotOf(picture), people, ...(erased && { erased }) })
}

/** @throws when the body is no picture. */
export function readSnapshot({ body }: StoredSnapshot): Folded {
	const { picture, people, erased } = Beside.parse(JSON.parse(new TextDecoder().decode(body)))
	return { picture: restorePicture(picture), people, erased }
}

/** The same in pieces; the text itself is read in one. */
export function* readSnapshotPieces({ body }: StoredSnapshot): Generator<undefined, Folded> {
	const { picture, people, erased } = Beside.parse(JSON.parse(new TextDecoder().decode(body)))
	return { picture: yield* restorePieces(picture), people, erased }
}

export function noticeErased(before: Erased | undefined, { body, seq, recorded }: Entry): Erased | undefined {
	if (body.type !== 'erased') return before
	const which = hash('sha256', `${before?.which ?? ''} ${seq}`).slice(0, WHICH_DIGITS)
	return { entries: (before?.entries ?? 0) + 1, seq, until: recorded, which }
}

/**
 * Clients of a picture that was folded with more than this one hold rows that nothing here will ever drop: for them it is another
 * incarnation, and they load afresh. The same entries without the same bodies are the same incarnation, on whichever hub (N6).
 */
export function epochWith(epoch: string, erased: Erased | undefined): string {
	return erased ? `${epoch}.${erased.entries}.${erased.which}` : epoch
}
