import type { Entry } from '@lagebild/model/entry.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'

import { mayReadEntry } from './readable.ts'
import type { ReaderNow } from './readable.ts'

/** An entry as it travels: one line of the journal's NDJSON. Without a body it is a stub that still carries the chain on. */
export function wireEntry(reader: ReaderNow, picture: Picture, entry: Entry): Readonly<Record<string, unknown>> {
	const { seq, recorded, prevHash, commit, hash, number, body } = entry
	const place = { seq, recorded: iso(recorded), prevHash, commit, hash }
	if (!mayReadEntry(reader, picture, entry)) return place
	const numbered = { ...place, ...(number !== undefined && { number }) }
	switch (body.type) {
		case 'event':
			return { ...numbered, event: body.event }
		case 'batch':
			return { ...place, batch: body.batch }
		case 'erased':
			return { ...numbered, erased: true }
	}
}
