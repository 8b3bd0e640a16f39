import type { Entry } from '@lagebild/model/entry.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'

import { mayReadEntry } from './readable.ts'
import type { ReaderNow } from './readable.ts'

/** An entry as it travels: one line of the journal's NDJSON. Without a body it is a stub that still carries the chain on. */
export function wireEntry(reader: ReaderNow, picture: Picture, entry: Entry): Readonly<Record<string, unknown>> {
	const { seq, recorded, prevHash, commit, hash, body } = entry
	const place = { seq, recorded: iso(recorded), prevHash, commit, hash }
	if (!mayReadEntry(reader, picture, entry)) return place
	switch (body.type) {
		case 'event':
			return { ...place, event: body.event }
		case 'batch':
			return { ...place, batch: body.batch }
		case 'erased':
			return { ...place, erased: true }
	}
}
