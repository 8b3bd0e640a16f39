import type { EntityId } from '@lagebild/model/ids.ts'
import type { Doubt } from '@lagebild/model/row.ts'

import type { Content, Thing } from '../state/facts.ts'
import { doubtsOf } from './doubts.ts'
import type { FeedView } from './feeds.ts'
import { feedsOf } from './feeds.ts'
import { figuresOf, minuteOf } from './figures.ts'
import type { Figures, Scales } from './figures.ts'
import type { GateView } from './gates.ts'
import { isLive, oldSince } from './life.ts'
import { memoLast } from './memo.ts'
import { titleOf } from './names.ts'
import { onesIn, thingsOnce } from './ones.ts'

/** Something that the picture should know and does not; every one says what hangs on it. */
export type Unknown = {
	readonly key: string
	readonly type: 'gate-conflict' | 'gate-unknown' | 'gauge-silent' | 'source' | 'position' | 'strength' | 'doubt' | 'same'
	/** Thing to look at; absent where the list speaks about several. */
	readonly id?: EntityId
	readonly name: string
	/** Since when it is not known. */
	readonly since: number | undefined
	/** Sill of a gate, metres NHN, or the number of things concerned. */
	readonly figure?: number
	/** What of it is not believed. */
	readonly doubt?: Doubt
	/** What the source itself says about it. */
	readonly reason?: string
}

/** At most this many single positions are listed; the rest is one line. */
const SINGLE_POSITIONS = 6

function gateUnknowns(gates: readonly GateView[]): readonly Unknown[] {
	return gates.flatMap((gate): readonly Unknown[] => {
		const type = gate.differ ? 'gate-conflict' : gate.reckoned === 'unknown' ? 'gate-unknown' : undefined
		if (!type) return []
		const { row } = gate
		const sill = row.fields.sill
		return [
			{
				key: row.id,
				type,
				id: row.id,
				name: titleOf(row),
				since: gate.at,
				...(sill === undefined || sill === null ? {} : { figure: sill }),
			},
		]
	})
}

function gaugeUnknowns({ gauges }: Figures): readonly Unknown[] {
	return gauges
		.filter(({ at, silentSince }) => at === undefined || silentSince !== undefined)
		.map(({ row, name, silentSince }) => ({ key: row.id, type: 'gauge-silent', id: row.id, name, since: silentSince }))
}

/** One that somebody paused says nothing either; one that is switched off is not expected to. */
function sourceUnknowns(feeds: readonly FeedView[]): readonly Unknown[] {
	return feeds
		.filter(({ state, code }) => state === 'red' || state === 'amber' || code === 'paused')
		.map(({ id, name, since, reason }) => ({ key: id, type: 'source', name, since, ...(reason ? { reason } : {}) }))
}

function positionUnknowns(things: Iterable<Thing>, now: number): readonly Unknown[] {
	const silent: Unknown[] = []
	for (const thing of things) {
		const since = thing.row.kind === 'unit' && isLive(thing, now) ? oldSince(thing, now) : undefined
		if (since !== undefined) silent.push({ key: thing.row.id, type: 'position', id: thing.row.id, name: titleOf(thing.row), since })
	}
	const sorted = silent.toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0))
	const rest = sorted.length - SINGLE_POSITIONS
	if (rest <= 0) return sorted
	return [...sorted.slice(0, SINGLE_POSITIONS), { key: 'positions', type: 'position', name: '', since: undefined, figure: rest }]
}

/** Levels before places: a surge may hang on them. */
const DOUBT_ORDER = ['jump', 'speed', 'far', 'clock'] as const

function doubtUnknowns(things: readonly Thing[], now: number): readonly Unknown[] {
	const doubted = things.flatMap((thing) => {
		const [doubt] = doubtsOf(thing).filter(({ field }) => field !== 'trend')
		return doubt && isLive(thing, now) ? [{ thing, doubt }] : []
	})
	const sorted = doubted.toSorted((a, b) => DOUBT_ORDER.indexOf(a.doubt.what) - DOUBT_ORDER.indexOf(b.doubt.what))
	return sorted.map(({ thing: { row }, doubt }) => ({
		key: `doubt ${row.id}`,
		type: 'doubt',
		id: row.id,
		name: titleOf(row),
		since: doubt.received ?? doubt.at,
		doubt,
	}))
}

/** Units of which nobody can say which one a list means: all of them count. */
function sameUnknowns(content: Content, minute: number): readonly Unknown[] {
	return onesIn(content, minute).same.unsure.flatMap(({ listed, reports }) => {
		const first = [...reports, ...listed].flatMap((id) => content.things.get(id) ?? [])[0]
		if (!first) return []
		const { id } = first.row
		return [{ key: `same ${id}`, type: 'same', id, name: titleOf(first.row), since: undefined, figure: listed.length + reports.length }]
	})
}

/** Ordered by what hangs on it: gates, water, sources, places of units. */
export const unknownsOf = memoLast((content: Content, step: number, scales: Scales | undefined): readonly Unknown[] => {
	const figures = figuresOf(content, step, scales)
	const things = thingsOnce(content, minuteOf(step))
	const unsaid = figures.sums.forces.all.withoutStrength.length
	const strength: readonly Unknown[] = unsaid > 0 ? [{ key: 'strength', type: 'strength', name: '', since: undefined, figure: unsaid }] : []
	return [
		...gateUnknowns(figures.gates),
		...gaugeUnknowns(figures),
		...doubtUnknowns(things, step * 10_000),
		...sourceUnknowns(feedsOf(things)),
		...positionUnknowns(things, step * 10_000),
		...strength,
		...sameUnknowns(content, minuteOf(step)),
	]
})
