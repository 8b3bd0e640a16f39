/** What one ingest sees of the leases in one look. */
export type Look = {
	readonly self: string
	/** Ingests that live, with how many feeds each holds; this one among them. */
	readonly members: ReadonlyMap<string, number>
	/** Feed → who holds it; undefined: nobody. All feeds that can be held. */
	readonly holders: ReadonlyMap<string, string | undefined>
	/** Feeds that this one gave away lately: somebody else is meant to take them, as long as anybody has less. */
	readonly given: ReadonlySet<string>
	/** Feeds that nobody held for several looks: whoever sees that takes them, also beyond its share. */
	readonly forsaken: ReadonlySet<string>
	/** It is time to even out: done slowly, since each move reads everything again. */
	readonly evening: boolean
}

export type Moves = { readonly take: readonly string[]; readonly give: readonly string[] }

/** What is uneven is evened out in so many steps and some more. */
const STEPS = 10

/** Takes what is free up to an even share; gives a little away when somebody has two less, and then leaves it to others. */
export function movesOf({ self, members, holders, given, forsaken, evening }: Look): Moves {
	const feeds = [...holders.keys()]
	const held = feeds.filter((feed) => holders.get(feed) === self)
	const share = Math.ceil(feeds.length / Math.max(1, members.size))
	const free = feeds.filter((feed) => holders.get(feed) === undefined).toSorted(byTurn(self))
	const least = Math.min(held.length, ...members.values())
	const fair = free.filter((feed) => held.length === least || !given.has(feed)).slice(0, Math.max(0, share - held.length))
	return {
		take: [...new Set([...fair, ...free.filter((feed) => forsaken.has(feed))])],
		give: evening && held.length - least >= 2 ? held.toSorted(byTurn(self)).slice(-Math.ceil((held.length - least) / 2 / STEPS)) : [],
	}
}

/** Each ingest looks through the feeds in an order of its own, so that two do not reach for the same. */
function byTurn(self: string): (a: string, b: string) => number {
	return (a, b) => turnOf(self, a) - turnOf(self, b) || (a < b ? -1 : 1)
}

/** FNV-1a. */
function turnOf(self: string, feed: string): number {
	let hash = 0x81_1c_9d_c5
	for (const character of `${self} ${feed}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0
	return hash
}
