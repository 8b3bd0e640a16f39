import type { Entry, Hash } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { noticeErased } from './folded.ts'
import type { Folded } from './folded.ts'

/** `prevHash` of the first entry. */
export const NO_HASH: Hash = '0'.repeat(64)

/** Replay cost: reading, parsing and folding one entry or one row of a batch, ms (`npm run bench rebuild`). */
const COST_PER_ENTRY_MS = 0.03
const COST_PER_ROW_MS = 0.003

/** What the applied entries say beside the picture. Told of each once, as the core applies them. */
export type Applied = {
	seq: Seq
	hash: Hash
	/** A person has spoken in this operation. */
	people: boolean
	/** When the newest entry was recorded. */
	active: Instant
	/** What the picture was folded without, because it had been erased before. */
	erased: Folded['erased']
	/** Work of a replay since the last snapshot. */
	costMs: number
}

export function noteApplied(applied: Applied, entry: Entry): void {
	applied.seq = entry.seq
	applied.hash = entry.hash
	applied.active = entry.recorded
	applied.costMs += costOf(entry)
	applied.people ||= isByPerson(entry)
	applied.erased = noticeErased(applied.erased, entry)
}

function costOf({ body }: Entry): number {
	if (body.type !== 'batch') return COST_PER_ENTRY_MS
	const rows = body.batch.parts.reduce((sum, part) => sum + (part.positions?.at.length ?? 0) + (part.observations?.at.length ?? 0), 0)
	return COST_PER_ENTRY_MS + rows * COST_PER_ROW_MS
}

function isByPerson({ body }: Entry): boolean {
	if (body.type === 'batch') return body.batch.parts.some(({ author }) => author.rank === 'person')
	return body.type === 'event' && isStatement(body.event) && body.event.author.rank === 'person'
}

/**
 * What was folded before such an entry is to be folded anew (N6): somebody had bodies erased (what the retention erases is not secret, only
 * old), or another incarnation began.
 */
export function outdates({ body }: Entry): boolean {
	if (body.type !== 'event' || isStatement(body.event)) return false
	const { op, details } = body.event
	return op === 'restored' || (op === 'erased' && details?.['batches'] !== true)
}
