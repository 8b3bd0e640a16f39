import type { KeyedFeed } from '../config.ts'
import { transportOf } from '../run-feed.ts'

/** Feeds that are polled share so many threads: an idle one takes 40 MB (ADR 15). Up to so many have one each. */
const QUIET_THREADS = 6
/** Feeds that are heard all the time have one each, up to so many. */
const LIVE_THREADS = 16

/** A thread that others may join, and whom it has. */
export type Room = { readonly kind: 'quiet' | 'live'; readonly feeds: number }

export function kindOf(feed: KeyedFeed): Room['kind'] {
	const transport = transportOf(feed)
	return transport === 'poll' || transport === 'file' ? 'quiet' : 'live'
}

/** The room for one more feed, by its place in the list; undefined: a new one is opened. */
export function roomFor(kind: Room['kind'], rooms: readonly Room[]): number | undefined {
	const own = rooms.map((room, place) => ({ ...room, place })).filter((room) => room.kind === kind)
	if (own.length < (kind === 'quiet' ? QUIET_THREADS : LIVE_THREADS)) return undefined
	return own.toSorted((a, b) => a.feeds - b.feeds)[0]?.place
}

const FIRST_MS = 1_000
const LONGEST_MS = 300_000
/** A thread that ran for so long is not to be feared any more. */
const FORGIVEN_MS = 600_000

/** How often in a row a feed has ended its thread, with this time. */
export function strikesAfter(strikes: number, ranMs: number): number {
	return ranMs > FORGIVEN_MS ? 1 : strikes + 1
}

/** Time until a feed that ended its thread runs again: doubled with each time in a row, spread over half to all of it. */
export function restMs(strikes: number, random: number): number {
	return Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(strikes, 16)) * (0.5 + random / 2))
}
