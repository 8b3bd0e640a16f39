import type { Seq } from '@lagebild/model/ids.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** Who speaks. Interned: equal speakers are the same object. */
export type Speaker = { readonly source: string; readonly rank: SourceRank; readonly name: string }

/** A statement's place in the total order (P1). `at` is effective time, `n` the source's own revision. */
export type Stamp = { readonly at: Instant; readonly n: number; readonly received: Instant; readonly id: string }

/** One statement as registers remember it. `withdrawn` turns true when a retraction names it, and never back. */
export type Said = Stamp & {
	readonly seq: Seq
	readonly by: Speaker
	withdrawn: boolean
	/** P43: the time that it claims, when the hub doubted its clock. */
	readonly claimed?: Instant
	/** P44: its place is far outside of the operation's area. */
	readonly far?: true
}

export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}

/** P1: effective, revision, received, event id, from left to right. Nothing here depends on the order of arrival at this picture. */
export function compareStamps(a: Stamp, b: Stamp): number {
	return a.at - b.at || a.n - b.n || a.received - b.received || compareText(a.id, b.id)
}

/** Total over statements of several sources: two credentials may use the same event id, so source and seq decide at last. */
export function compareSaid(a: Said, b: Said): number {
	return compareStamps(a, b) || compareText(a.by.source, b.by.source) || a.seq - b.seq
}

/** P3, P8: whether `next` takes a register that `held` holds. At the same stamp the withdrawn statement wins. */
export function takes(next: Said, held: Said | undefined): boolean {
	if (held === undefined) return true
	const order = compareStamps(next, held)
	if (order !== 0) return order > 0
	if (next.withdrawn !== held.withdrawn) return next.withdrawn
	return next.seq > held.seq
}

/** P43: whether a statement was received after another; of one receipt the later by P1. */
export function heardAfter(next: Said, held: Said | undefined): boolean {
	return held === undefined || next.received > held.received || (next.received === held.received && compareSaid(next, held) > 0)
}

/** The later of two statements, by `compareSaid`. */
export function later(a: Said | undefined, b: Said): Said {
	return a === undefined || compareSaid(b, a) > 0 ? b : a
}

const RANKS: Readonly<Record<SourceRank, number>> = { crowd: 0, device: 1, authority: 2, person: 3 }

/** person > authority > device > crowd. */
export function compareRanks(a: SourceRank, b: SourceRank): number {
	return RANKS[a] - RANKS[b]
}

/** A word that holds, of higher rank than another. */
export function outranks(held: Said | undefined, said: Said): boolean {
	return held !== undefined && !held.withdrawn && compareRanks(held.by.rank, said.by.rank) > 0
}

/** A person's word, as opposed to what devices, authorities' feeds and crowds report. */
export function isHuman(rank: SourceRank): boolean {
	return rank === 'person'
}
