import type { Head, Journal } from '@lagebild/journal/port.ts'
import type { Hash } from '@lagebild/model/entry.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { createPicture } from '@lagebild/picture/picture.ts'
import type { Logger } from 'pino'

import { NO_HASH } from './applied.ts'
import { readSnapshot } from './folded.ts'
import type { Folded } from './folded.ts'
import type { Heads } from './io/storage/heads.ts'

type Beginning = { readonly operation: Operation; readonly journal: Journal; readonly heads: Heads; readonly log: Logger }

/** Why another incarnation begins by itself. */
export const TAIL_LOST = { by: 'system', reason: 'entries that a hub had read before are gone from the journal' } as const

/** N5: also when this process was not there as it happened. */
export async function intactHead({ journal, operation, heads, log }: Beginning): Promise<Head> {
	const head = await journal.head()
	const kept = heads.get(operation.id)
	if (kept?.epoch !== head.epoch || kept.seq === 0) return head
	const [entry] = kept.seq > head.seq ? [] : await journal.read(kept.seq, 1)
	if (entry?.hash === kept.hash) return head
	log.error({ operation: operation.id, seq: kept.seq, head: head.seq }, 'the journal came back without entries that this hub had read')
	return journal.beginEpoch({ ...TAIL_LOST, after: head.epoch })
}

/** A snapshot is a cache: whatever is wrong with it, the journal still says everything that was not erased. */
export async function restore({ journal, operation, log }: Beginning): Promise<{ folded: Folded; hash: Hash }> {
	try {
		const snapshot = await journal.latestSnapshot()
		if (snapshot) return { folded: readSnapshot(snapshot), hash: snapshot.hash }
	} catch (error) {
		log.warn({ err: error, operation: operation.id }, 'the snapshot is not usable; the journal is folded from its beginning')
	}
	return { folded: { picture: createPicture(), people: false, erased: undefined }, hash: NO_HASH }
}
