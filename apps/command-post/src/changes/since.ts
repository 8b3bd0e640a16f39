import type { Assignment } from '@lagebild/model/access/functions.ts'

/** From when on changes are told. `handover`: since one took over a function; `cut`: since the link was lost last. */
export const SINCE = ['handover', 'cut', 'seen', 'quarter', 'hour', 'chosen'] as const
export type Since = (typeof SINCE)[number]
export type Start = { readonly since: Since; readonly from: number }

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000

/** What there is to begin from, hub clock in ms. */
export type Known = {
	readonly now: number
	/** The newest function that one took over here. */
	readonly handover: number | undefined
	/** As of when the picture stood still while the link was gone. */
	readonly cut: number | undefined
	/** When one was last told. */
	readonly seen: number | undefined
}

/** The newest of what one holds here. */
export function takenOver(functions: readonly Assignment[], credential: string): Assignment | undefined {
	return functions.filter((one) => one.credential === credential).toSorted((a, b) => b.since - a.since)[0]
}

export function offered({ handover, cut }: Known): readonly Since[] {
	return SINCE.filter((since) => (since === 'handover' ? handover !== undefined : since === 'cut' ? cut !== undefined : true))
}

export function startAt(since: Since, { now, handover, cut, seen }: Known): Start {
	const quarter = now - QUARTER_MS
	switch (since) {
		case 'handover':
			return { since, from: handover ?? quarter }
		case 'cut':
			return { since, from: cut ?? quarter }
		case 'seen':
			return { since, from: seen ?? quarter }
		case 'quarter':
			return { since, from: quarter }
		case 'hour':
		case 'chosen':
			return { since, from: now - HOUR_MS }
	}
}

/** What was missed first: the function that was taken over, then the time without a link, unless one has been told since. */
export function firstStart(known: Known): Start {
	const { seen = 0, handover = 0, cut = 0 } = known
	if (handover > seen) return startAt('handover', known)
	return startAt(cut > seen ? 'cut' : 'seen', known)
}
