import { readBody } from '@lagebild/journal/body.ts'
import { canonicalText } from '@lagebild/journal/canonical.ts'
import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { apply, createPicture } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'

import { START } from './world.ts'
import type { Body } from './world.ts'

/** Bodies as the journal stores them. */
export function textsOf(bodies: Iterable<Body>): string[] {
	return Array.from(bodies, (body) => canonicalText(body.type === 'event' ? body.event : body.batch))
}

export function entriesOf(texts: readonly string[], from = 1): Entry[] {
	return numbered(
		texts.map((text) => readBody(text)),
		from,
	)
}

export function numbered(bodies: readonly EntryBody[], from: number): Entry[] {
	return bodies.map((body, at) => ({ seq: seq(from + at), recorded: instant(START + from + at), prevHash: '', commit: '', hash: '', body }))
}

export function foldInto(picture: Picture, entries: readonly Entry[]): Picture {
	for (const entry of entries) apply(picture, entry)
	return picture
}

export function fold(entries: readonly Entry[]): Picture {
	return foldInto(createPicture(), entries)
}
