import { beginWalk, step } from '../chain-walk.ts'
import type { Walk } from '../chain-walk.ts'
import { readCheckpoint, signatureHolds } from '../checkpoint.ts'
import type { Checkpoint } from '../port.ts'
import { firstUncovered } from '../ranges.ts'
import { rawOf } from './kept-entry.ts'
import type { KeptEntry } from './kept-entry.ts'
import type { RebuiltJournal } from './port.ts'

/** A journal that may not be kept, or not be put back: `seq` is the first entry that is wrong. */
export class BrokenJournal extends Error {
	readonly operation: string
	readonly seq: number

	constructor(operation: string, { seq, reason }: { readonly seq: number; readonly reason: string }) {
		super(`the journal of ${operation} is broken at seq ${seq}: ${reason}`)
		this.operation = operation
		this.seq = seq
	}
}

/** As a store holds it beside an entry, null where there is none. @throws BrokenJournal */
export function checkpointIn(operation: string, seq: number, stored: unknown): Checkpoint | undefined {
	if (stored === null) return undefined
	const checkpoint = typeof stored === 'string' ? readCheckpoint(JSON.parse(stored)) : undefined
	if (!checkpoint) throw new BrokenJournal(operation, { seq, reason: 'its checkpoint is damaged' })
	return checkpoint
}

export type Checking = { readonly operation: string; readonly walk: Walk }

export function beginChecking(operation: string): Checking {
	return { operation, walk: beginWalk() }
}

/** J31. @throws BrokenJournal at the first entry that does not follow. */
export function check({ operation, walk }: Checking, entry: KeptEntry): void {
	const expected = walk.seq + 1
	const reason = step(walk, rawOf(entry)) ?? wrongCheckpoint(walk, entry)
	if (reason !== undefined) throw new BrokenJournal(operation, { seq: expected, reason })
}

function wrongCheckpoint(walk: Walk, { checkpoint }: KeptEntry): string | undefined {
	if (!checkpoint) return undefined
	if (!signatureHolds(checkpoint)) return 'the signature of its checkpoint does not hold'
	const agrees = checkpoint.seq === walk.seq && checkpoint.epoch === walk.epoch && checkpoint.hash === hex(walk.hash)
	return agrees ? undefined : 'its checkpoint was signed for another entry'
}

/** J30: an entry that is kept although another one says that its body was erased: it went while the journal was copied. */
export function lateErasure({ walk }: Checking): number | undefined {
	return firstUncovered(
		walk.declared.toSorted((a, b) => a[0] - b[0]),
		walk.missing,
	)
}

/** @throws BrokenJournal when a body is missing for no reason, or when there is nothing. */
export function checkWhole(checking: Checking): RebuiltJournal {
	const { operation, walk } = checking
	const seq = firstUncovered(walk.missing, walk.declared)
	if (seq !== undefined) throw new BrokenJournal(operation, { seq, reason: 'the body is missing and no entry says that it was erased' })
	const late = lateErasure(checking)
	if (late !== undefined)
		throw new BrokenJournal(operation, { seq: late, reason: 'an entry says that its body was erased, and it is there' })
	if (!walk.operation || walk.seq === 0) throw new BrokenJournal(operation, { seq: 1, reason: 'the journal has no entry' })
	return { operation: walk.operation, epoch: walk.epoch, grants: [...walk.grants].map(grantIn) }
}

function grantIn([credential, text]: readonly [string, string]): RebuiltJournal['grants'][number] {
	return { credential, version: Number.parseInt(text, 10), ended: text.endsWith(' ended') }
}

export function headOf({ walk }: Checking): { readonly seq: number; readonly hash: string; readonly epoch: string } {
	return { seq: walk.seq, hash: hex(walk.hash), epoch: walk.epoch }
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex')
}
