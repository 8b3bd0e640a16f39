/** A list over several polls: what a full-state feed says is there. */
export type Presence = {
	/** Ids of the newest complete list, sorted and joined; undefined before the first. */
	readonly key: string | undefined
	/** Polls in a row with this list. */
	readonly streak: number
	/** Items of the last list that was not suspicious. */
	readonly trusted: ReadonlySet<string>
	readonly shrank?: { readonly from: number; readonly to: number }
}

export const NO_PRESENCE: Presence = { key: undefined, streak: 0, trusted: new Set() }

/** The picture decides by the first, the second and the fifth poll; those between say nothing new. */
const TELLING = new Set([1, 2, 5])
/** As many polls are needed until a list that shrank is believed. */
const BELIEVED = 5
const SHRUNK_ITEMS = 5

/** Takes in one complete list. `tell`: the picture must hear of this poll. */
export function presenceAfter(before: Presence, ids: readonly string[]): { readonly presence: Presence; readonly tell: boolean } {
	const key = keyOf(ids)
	const streak = key === before.key ? before.streak + 1 : 1
	return { presence: listed(before, { key, ids, streak }), tell: TELLING.has(streak) }
}

function keyOf(ids: readonly string[]): string {
	return ids.toSorted().join('\n')
}

type Listed = { readonly key: string; readonly ids: readonly string[]; readonly streak: number }

function listed(before: Presence, { key, ids, streak }: Listed): Presence {
	const now = new Set(ids)
	const missing = [...before.trusted].filter((id) => !now.has(id)).length
	const suspicious = streak < BELIEVED && missing >= SHRUNK_ITEMS && missing > before.trusted.size / 2
	return suspicious
		? { key, streak, trusted: before.trusted, shrank: { from: before.trusted.size, to: now.size } }
		: { key, streak, trusted: now }
}

/** A list as the hub has it, told by whoever read the feed then. */
export type ToldList = { readonly ids: readonly string[]; readonly streak: number }

/** What was known when the last of these lists was told, oldest first: a restart, or another ingest, goes on from there. */
export function presenceFrom(lists: readonly ToldList[]): Presence {
	let presence = NO_PRESENCE
	for (const { ids, streak } of lists) presence = listed(presence, { key: keyOf(ids), ids, streak })
	return presence
}
