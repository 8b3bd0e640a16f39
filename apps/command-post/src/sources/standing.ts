import type { FeedHistory, FeedView } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { FeedView as PictureFeed } from '../select/feeds.ts'

/** How a source stands, the worst first; `tone` as in the chip of the bar. */
const STANDINGS = {
	cut: 'lost',
	silent: 'old',
	failing: 'old',
	late: 'old',
	limited: 'old',
	waiting: 'old',
	paused: 'off',
	off: 'off',
	runs: 'normal',
} as const

export type Standing = keyof typeof STANDINGS
export type Tone = (typeof STANDINGS)[Standing]
const WORST_FIRST = Object.keys(STANDINGS)

export type Source = {
	readonly feed: FeedView
	readonly standing: Standing
	readonly since: number | undefined
	readonly lastGood: number | undefined
	/** In the upstream's own words. */
	readonly reason: string | undefined
}

export function toneOf(standing: Standing): Tone {
	return STANDINGS[standing]
}

/** Words of the ingest for what is late or silent; everything else that is amber is limited. */
const AMBER: Readonly<Record<string, Standing>> = {
	quiet: 'silent',
	silent: 'silent',
	stale: 'late',
	late: 'late',
	failed: 'failing',
	unreadable: 'failing',
}

function amberOf(code: string | null): Standing {
	return AMBER[code?.split(' ', 1)[0] ?? ''] ?? 'limited'
}

/** Less comes than should, or later: its age is what is wrong. */
export function isBehind(standing: Standing): boolean {
	return ['silent', 'late', 'failing', 'cut'].includes(standing)
}

/** `waits`: nothing has ever come, and nobody could have asked for it. */
export function standingOf(state: FeedView['state'], code: string | null, waits = false): Standing {
	switch (state) {
		case 'green':
			return 'runs'
		case 'red':
			return 'cut'
		case 'off':
			return code === 'paused' ? 'paused' : 'off'
		case 'amber':
			return waits ? 'waiting' : amberOf(code)
	}
}

function timeOf(text: string | null | undefined): number | undefined {
	return text === null || text === undefined ? undefined : readIso(text)
}

/** What the hub lists, for the operations on the screen, and as the picture has it where that is newer: the chip counts the picture. */
export function sourcesOf(feeds: readonly FeedView[], picture: readonly PictureFeed[], operations: readonly string[]): readonly Source[] {
	const live = new Map(picture.map((feed) => [feed.source, feed]))
	return feeds
		.filter(({ id, operation }) => operations.includes(operation) && !id.includes(':'))
		.map((feed) => sourceOf(feed, live.get(feed.id)))
		.toSorted(byNeed)
}

function sourceOf(feed: FeedView, live: PictureFeed | undefined): Source {
	const same = live === undefined || live.state === feed.state
	if (same) {
		const { state, code, since, lastGood, reason } = feed
		const waits = feed.transport === 'webhook' && (lastGood ?? null) === null
		return { feed, standing: standingOf(state, code, waits), since: timeOf(since), lastGood: timeOf(lastGood), reason: reason ?? undefined }
	}
	const { state, since, lastGood, reason } = live
	return { feed: { ...feed, state }, standing: standingOf(state, null), since, lastGood, reason }
}

function byNeed(a: Source, b: Source): number {
	return WORST_FIRST.indexOf(a.standing) - WORST_FIRST.indexOf(b.standing) || a.feed.name.localeCompare(b.feed.name, 'de')
}

export type Counts = { readonly byStanding: ReadonlyMap<Standing, number>; readonly perMinute: number; readonly rejects: number }

export function countsOf(sources: readonly Source[]): Counts {
	const byStanding = new Map<Standing, number>()
	for (const { standing } of sources) byStanding.set(standing, (byStanding.get(standing) ?? 0) + 1)
	const perMinute = sources.reduce((sum, { feed }) => sum + (feed.ratePerMinute ?? 0), 0)
	const rejects = sources.reduce((sum, { feed }) => sum + (feed.rejectsOpen ?? 0), 0)
	return { byStanding, perMinute, rejects }
}

/** Words of a search, each to be found somewhere in what the row shows. */
export function isFound({ feed }: Source, search: string, shown: readonly string[]): boolean {
	const text = [feed.id, feed.name, feed.format, feed.transport ?? '', ...shown].join(' ').toLocaleLowerCase('de')
	return search
		.toLocaleLowerCase('de')
		.split(/\s+/)
		.every((word) => text.includes(word))
}

const MINUTE_MS = 60_000

/** When something came last, as well as anybody knows; never later than now. */
export function lastMessageOf({ feed, lastGood }: Source, history: FeedHistory | undefined, now: number): number | undefined {
	const from = history && readIso(history.from)
	const minute = history ? history.messages.findLastIndex((count) => count > 0) : -1
	const told = Math.min(now, timeOf(feed.heard) ?? now)
	const counted = from === undefined || minute < 0 ? undefined : Math.min(told, from + (minute + 1) * MINUTE_MS)
	const known = [timeOf(feed.newest) ?? counted, lastGood].filter((at) => at !== undefined)
	return known.length === 0 ? undefined : Math.min(now, Math.max(...known))
}

/** How far apart messages are expected, ms. */
export function cadenceOf({ cadenceMs, everyMs }: FeedView): number | undefined {
	return cadenceMs ?? everyMs ?? undefined
}
