import type { Shown } from '@lagebild/client/dispatch/item.ts'

export type ChipFacts = { readonly refused: number; readonly waiting: number }

/** Undefined while all was taken: then there is nothing to know. */
export function chipOf(said: readonly Shown[]): ChipFacts | undefined {
	const refused = said.filter(({ state }) => state === 'refused').length
	const waiting = said.filter(({ state }) => state === 'waiting' || state === 'sent' || state === 'held').length
	return refused + waiting > 0 ? { refused, waiting } : undefined
}

const RANK = { refused: 0, held: 1, waiting: 2, sent: 2, accepted: 3, confirmed: 3 } as const
const MOST_TAKEN = 5

/** What needs somebody first, then what waits in its order, then the newest that were taken. */
export function listed(said: readonly Shown[]): readonly Shown[] {
	const open = said.filter(({ state }) => RANK[state] < 3).toSorted((a, b) => RANK[a.state] - RANK[b.state] || a.n - b.n)
	const taken = said.filter(({ state }) => RANK[state] === 3).toReversed()
	return [...open, ...taken.slice(0, MOST_TAKEN)]
}
