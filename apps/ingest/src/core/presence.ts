/** A list over several polls: what a full-state feed says is there. */
export type Presence = {
	/** Ids of the newest complete list, sorted and joined; undefined before the first. */
	readonly key: string | undefined
	/** Polls in a row with this list. */
	readonly streak: number
	/** When the newest of them was made, ms. */
	readonly at: number
	/** Items of the last list that was not suspicious. */
	readonly trusted: ReadonlySet<string>
	readonly shrank?: { readonly from: number; readonly to: number }
}

export const NO_PRESENCE: Presence = { key: undefined, streak: 0, at: -Infinity, trusted: new Set() }

/** The picture decides by the first, the second and the fifth poll; those between say nothing new. */
const TELLING = new Set([1, 2, 5])
/** As many polls are needed until a list that shrank is believed. */
const BELIEVED = 5
const SHRUNK_ITEMS = 5
/** So much of its pace lies at least between two polls of one poller. */
const APART = 0.8

export type Polled = { readonly ids: readonly string[]; readonly at: number; readonly everyMs: number }

/**
 * Takes in one complete list. `tell`: the picture must hear of this poll. The same list again before its time, because somebody wanted to
 * see it or another ingest has just read it, is no further poll.
 */
export function presenceAfter(before: Presence, { ids, at, everyMs }: Polled): { readonly presence: Presence; readonly tell: boolean } {
	const key = keyOf(ids)
	const same = key === before.key
	if (same && at - before.at < everyMs * APART) return { presence: before, tell: false }
	const streak = same ? before.streak + 1 : 1
	return { presence: listed(before, { key, ids, streak, at }), tell: TELLING.has(streak) }
}

function keyOf(ids: readonly string[]): string {
	return ids.toSorted().join('\n')
}

type Listed = ToldList & { readonly key: string }

function listed(before: Presence, { key, ids, streak, at }: Listed): Presence {
	const now = new Set(ids)
	const missing = [...before.trusted].filter((id) => !now.has(id)).length
	const suspicious = streak < BELIEVED && missing >= SHRUNK_ITEMS && missing > before.trusted.size / 2
	return suspicious
		? { key, streak, at, trusted: before.trusted, shrank: { from: before.trusted.size, to: now.size } }
		: { key, streak, at, trusted: now }
}

/** A list as the hub has it, told by whoever read the feed then. */
export type ToldList = { readonly ids: readonly string[]; readonly streak: number; readonly at: number }

/** What was known when the last of these lists was told, oldest first: a restart, or another ingest, goes on from there. */
export function presenceFrom(lists: readonly ToldList[]): Presence {
	let presence = NO_PRESENCE
	for (const list of lists) presence = listed(presence, { key: keyOf(list.ids), ...list })
	return presence
}
