import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { SourcesView } from '@lagebild/ui/connection-chip.tsx'

import type { Thing } from '../state/facts.ts'

export type FeedRow = RowOf<'feed'>
export type FeedView = {
	readonly id: string
	/** Name under which everything of this feed is said. */
	readonly source: string
	readonly name: string
	readonly state: 'green' | 'amber' | 'red' | 'off'
	readonly since: number | undefined
	readonly lastGood: number | undefined
	/** What is wrong, as a word. */
	readonly code?: string | undefined
	/** In the upstream's own words. */
	readonly reason: string | undefined
	readonly attribution: string | undefined
	readonly licence: string | undefined
}

const WORST_FIRST = { red: 0, amber: 1, off: 2, green: 3 } as const

function timeOf(text: string | null | undefined): number | undefined {
	return text ? readIso(text) : undefined
}

function feedView({ id, fields }: FeedRow): FeedView {
	return {
		id,
		source: partsOf(id).source,
		name: fields.name ?? id,
		state: fields.state ?? 'off',
		since: timeOf(fields.since),
		lastGood: timeOf(fields.lastGood),
		code: fields.code ?? undefined,
		reason: fields.reason ?? undefined,
		attribution: fields.attribution ?? undefined,
		licence: fields.licence ?? undefined,
	}
}

/** The sources of the picture, the worst first. */
export function feedsOf(things: Iterable<Thing>): readonly FeedView[] {
	return feedsWhere(things, ({ source }) => source !== HUB_SOURCE)
}

/** What the hubs say about themselves and their machines, the worst first. */
export function machineOf(things: Iterable<Thing>): readonly FeedView[] {
	return feedsWhere(things, ({ source }) => source === HUB_SOURCE)
}

function feedsWhere(things: Iterable<Thing>, wanted: (feed: FeedView) => boolean): readonly FeedView[] {
	const feeds: FeedView[] = []
	for (const { row } of things) {
		const feed = row.kind === 'feed' && row.life === 'live' ? feedView(row) : undefined
		if (feed && wanted(feed)) feeds.push(feed)
	}
	return feeds.toSorted((a, b) => WORST_FIRST[a.state] - WORST_FIRST[b.state] || a.name.localeCompare(b.name, 'de'))
}

/** How many of the connected sources answer as they should. One that was not started is not counted. */
export function sourcesView(feeds: readonly FeedView[]): SourcesView {
	const running = feeds.filter(({ state }) => state !== 'off')
	const good = running.filter(({ state }) => state === 'green').length
	const cut = running.filter(({ state }) => state === 'red').length
	const tone = good === running.length ? 'normal' : cut === running.length ? 'lost' : 'old'
	return { good, total: running.length, tone }
}

/** Whether somebody has to look after the machine behind the picture. */
export function machineTrouble(machine: readonly FeedView[]): 'old' | 'lost' | undefined {
	if (machine.some(({ state }) => state === 'red')) return 'lost'
	return machine.some(({ state }) => state === 'amber') ? 'old' : undefined
}
