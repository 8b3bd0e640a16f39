import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { HASH_BYTES } from '../chain.ts'
import type { Appended, Prepared } from '../port.ts'
import type { Committed, ItemOutcome, Written } from './messages.ts'

/** What became of each item, by its index. */
export function resultsOf({ written, outcomes }: Committed): ReadonlyMap<number, Result<Appended>> {
	const results = new Map<number, Result<Appended>>()
	written?.from.forEach((from, place) => {
		if (typeof from === 'number') results.set(from, ok({ ...placeOf(written, place), known: false }))
	})
	for (const [index, outcome] of outcomes) results.set(index, resultOf(outcome))
	return results
}

function resultOf(outcome: ItemOutcome): Result<Appended> {
	if (outcome.type === 'reused') return fail(fault('id-reused'))
	if (outcome.type === 'refused') return fail(outcome.fault)
	const { seq, recorded, number } = outcome
	return ok({ seq: toSeq(seq), recorded: instant(recorded), known: true, ...(number !== undefined && { number }) })
}

function placeOf({ first, recorded, numbers }: Written, place: number): Pick<Entry, 'seq' | 'recorded' | 'number'> {
	const number = numbers.get(first + place)
	return { seq: toSeq(first + place), recorded: instant(recorded), ...(number !== undefined && { number }) }
}

/** The entries of a commit, in order; of what was appended the bodies are here. */
export function entriesOf(written: Written, items: readonly Prepared[]): readonly Entry[] {
	const hashes = Buffer.from(written.hashes.buffer, written.hashes.byteOffset, written.hashes.byteLength)
	const hashAt = (place: number): string => hashes.toString('hex', place * HASH_BYTES, (place + 1) * HASH_BYTES)
	let prevHash = hashAt(0)
	return written.from.map((from, place) => {
		const hash = hashAt(place + 1)
		const entry = { ...placeOf(written, place), prevHash, hash, ...saidAt(from, items) }
		prevHash = hash
		return entry
	})
}

function saidAt(from: Written['from'][number], items: readonly Prepared[]): Pick<Entry, 'commit' | 'body'> {
	if (typeof from !== 'number') return { commit: from.commit, body: { type: 'event', event: from.event } }
	const item = items[from]
	if (!item) throw new Error(`the writer answered for item ${from} of ${items.length}`)
	return { commit: item.commit, body: item.body }
}
