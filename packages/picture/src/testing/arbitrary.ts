import type { Entry } from '@lagebild/model/entry.ts'
import { LinkRel } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import type { Batch, BatchPart } from '@lagebild/model/measurement.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import fc from 'fast-check'

import { batch, curve, curves, journal, observations, positions, retraction, statement, thinned } from './entries.ts'
import type { Saying } from './entries.ts'

/**
 * Journals of few entities, sources, times and values: what goes wrong in a fold goes wrong where two of them are equal.
 * Retractions come after what they take back, as admission has it; everything else is free.
 */
const SOURCES: readonly (readonly [string, SourceRank])[] = [
	['a', 'device'],
	['b', 'person'],
	['c', 'authority'],
	['a', 'authority'],
]
const LABELS = [undefined, { level: 'open' }, { level: 'internal' }, { level: 'restricted', organisations: ['thw', 'fw'] }] as const
const POINTS = [
	[10, 53.5],
	[10.1, 53.6],
] as const

const small = (max: number) => fc.integer({ min: 0, max })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const INCIDENTS = ['incident:a:1', 'incident:a:2', 'incident:b:1']
const WARNINGS = ['warning:a:1', 'warning:a:2', 'warning:a:3', 'warning:a:4', 'warning:a:5', 'warning:a:6']
const MOVING = ['unit:a:1', 'sensor:a:1', 'track:a:1']

type Kindly = { readonly entity: string; readonly payload: fc.Arbitrary<Record<string, unknown>> }

const ZERO = { metres: -5, datum: 'NHN' }
/** Both versions of the payload. The first one bears no `version`. */
const sensors = fc.record(
	{
		property: fc.constantFrom('W', 'Q'),
		unit: fc.constantFrom('cm', 'm'),
		zero: fc.constantFrom({ ...ZERO, validFrom: '2019-11-01' }, ZERO, null),
		zeros: fc.constantFrom({ '2019-11-01': ZERO }, { '2019-11-01': null, '2020-11-01': ZERO }, null),
	},
	{ requiredKeys: [] },
)

/** A sensor speaks of one zero in version 1 and of several in version 2. */
function versioned({ zero, zeros, ...fields }: Record<string, unknown>): Record<string, unknown> {
	if (zeros !== undefined) return { payload: { ...fields, zeros }, version: 2 }
	return { payload: zero === undefined ? fields : { ...fields, zero } }
}

function fieldsOf(entity: string): fc.Arbitrary<Record<string, unknown>> {
	const text = fc.constantFrom('x', 'y', null)
	switch (entity.split(':')[0]) {
		case 'incident':
			return fc.record({ title: text, description: text, state: fc.constantFrom('reported', 'closed') }, { requiredKeys: [] })
		case 'facility':
			return fc.record({ name: text, gate: fc.constantFrom('open', 'closed') }, { requiredKeys: [] })
		case 'unit':
			return fc.record({ callsign: text, sign: fc.constantFrom(null, { symbol: 'hubschrauber' }) }, { requiredKeys: [] })
		case 'track':
			return fc.record({ name: text, mmsi: fc.constantFrom('211281610', null) }, { requiredKeys: [] })
		case 'sensor':
			return sensors
		case 'message':
			return fc.record({ text, receipts: fc.dictionary(fc.constantFrom('S1', 'S2'), text, { maxKeys: 2 }) }, { requiredKeys: [] })
		case 'task':
			return fc.record(
				{
					command: fc.record({ version: fc.constant(1), state: fc.constantFrom('issued', 'withdrawn') }),
					execution: fc.record({ answers: fc.constant(1), state: fc.constantFrom('accepted', 'done') }),
				},
				{ requiredKeys: [] },
			)
		default:
			return fc.record({ name: text }, { requiredKeys: [] })
	}
}

const subject: fc.Arbitrary<Kindly> = fc
	.constantFrom(...INCIDENTS, ...WARNINGS.slice(0, 3), ...MOVING, 'facility:a:tor', 'message:b:1', 'task:b:1')
	.map((entity) => ({ entity, payload: fieldsOf(entity) }))

const link = fc.record({
	rel: fc.constantFrom('updates', 'cancels', ...LinkRel.options),
	to: fc.constantFrom(...WARNINGS.slice(0, 3), ...INCIDENTS.slice(0, 2), 'unit:a:1'),
	removed: fc.boolean(),
})

const envelope = fc.record({
	label: fc.constantFrom(...LABELS),
	geometry: maybe(fc.constantFrom(null, ...POINTS.map((coordinates) => ({ type: 'Point', coordinates })))),
	confidence: maybe(fc.constantFrom('confirmed', 'refuted')),
	accuracyMetres: maybe(small(2)),
	geometrySource: maybe(fc.constantFrom('given', 'estimated')),
	validity: maybe(fc.record({ until: fc.constantFrom(null, '2026-11-21T20:00:00Z') })),
	links: maybe(fc.array(link, { minLength: 1, maxLength: 2 })),
})

const stamped = fc.record({ author: fc.constantFrom(...SOURCES), id: small(40), at: small(3), n: small(1), received: small(3) })

/** What a retraction can name: admission refuses to take back a measured position. */
function isStated(each: StatementEvent | Batch): each is StatementEvent {
	return !('parts' in each) && each.thinned === undefined
}

/** What admission may have doubted, with the time that the sender claimed. */
const doubting = fc.oneof(
	{ weight: 3, arbitrary: fc.constant({}) },
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.subarray(['far', 'clock'] as const, { minLength: 1 }), small(9))
			.map(([doubts, claimed]) => ({ doubts, claimed })),
	},
)
type Doubting = { readonly doubts?: readonly ('far' | 'clock')[]; readonly claimed?: number }

function doubted(event: StatementEvent, { doubts, claimed = 0 }: Doubting): StatementEvent {
	return doubts ? { ...event, doubts, times: { observed: iso(claimed) } } : event
}

type Step = (earlier: readonly (StatementEvent | Batch)[]) => StatementEvent | Batch
type Stamped = { author: readonly [string, SourceRank]; id: number; at: number; n: number; received: number }

function sayingOf({ author: [source, rank], ...rest }: Stamped): Omit<Saying, 'op' | 'entity'> {
	return { source, rank, ...rest }
}

function without(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))
}

const content: fc.Arbitrary<Step> = fc
	.tuple(
		stamped,
		subject.chain(({ entity, payload }) => payload.map((fields) => ({ entity, fields }))),
		envelope,
		fc.constantFrom('upsert', 'upsert', 'patch'),
		doubting,
	)
	.map(
		([at, { entity, fields }, rest, op, doubts]) =>
			() =>
				doubted(statement({ ...sayingOf(at), op, entity, with: { ...without(rest), ...versioned(fields) } }), doubts),
	)

const ending: fc.Arbitrary<Step> = fc
	.tuple(stamped, subject, fc.constantFrom('end', 'cancel'), maybe(fc.array(link, { minLength: 1, maxLength: 1 })), doubting)
	.map(
		([at, { entity }, op, links, doubts]) =>
			() =>
				doubted(statement({ ...sayingOf(at), op, entity, with: without({ links }) }), doubts),
	)

const classifying: fc.Arbitrary<Step> = fc.tuple(stamped, subject, fc.constantFrom(...LABELS.slice(1))).map(
	([at, { entity }, label]) =>
		() =>
			statement({ ...sayingOf(at), op: 'classify', entity, with: { label } }),
)

const retracting: fc.Arbitrary<Step> = fc.tuple(stamped, fc.nat(1_000)).map(([at, pick]) => (earlier) => {
	const stated = earlier.filter(isStated)
	const of = stated[pick % Math.max(1, stated.length)]
	return of ? retraction(of, sayingOf(at)) : statement({ ...sayingOf(at), op: 'end', entity: 'incident:a:1' })
})

const listing: fc.Arbitrary<Step> = fc
	.tuple(
		stamped,
		fc.subarray([...WARNINGS, 'incident:a:1']),
		fc.record({
			streak: fc.constantFrom(1, 1, 2, 5),
			version: small(1),
			time: small(9),
			everySeconds: maybe(fc.constantFrom(0.002, 0.005)),
		}),
	)
	.map(([at, ids, { streak, version, time, everySeconds }]) => () => {
		const listTime = new Date(time).toISOString()
		const pace = everySeconds === undefined ? {} : { everySeconds }
		const roster = { selectionVersion: version, listTime, complete: time !== 9, ids, streak, ...pace }
		return statement({ ...sayingOf(at), source: 'a', op: 'roster', entity: 'feed:a:a', with: { roster } })
	})

/** Places that a unit gets from one to the other in this time, and one that it does not; levels likewise, and gaps. */
const measured = fc.record({
	time: small(7),
	north: fc.constantFrom(0, 0, 0.0001, 1, 1),
	value: fc.constantFrom(0, 1, 90, 90, null),
	far: fc.boolean(),
	claimed: maybe(small(9)),
})
type MeasuredRow = { time: number; north: number; value: number | null; far: boolean; claimed: number | undefined }

const measuring: fc.Arbitrary<Step> = fc
	.tuple(stamped, fc.constantFrom(...MOVING), fc.array(measured, { minLength: 1, maxLength: 3 }), fc.boolean())
	.map(([at, entity, rows, doubts]) => () => {
		const who = { ...sayingOf(at) }
		const where = rows.map(({ time, north }) => ({ entity, at: time, lat: 53.5 + north, lng: 10 }))
		const values = rows.map(({ time, value }) => ({ entity, at: time, value }))
		const points = rows.map(({ time, value }) => [time, value] as const)
		const series = rows.length > 1 ? 'forecast' : 'astronomic'
		const said = [positions(where, who), observations(values, who)] as const
		const parts = doubts ? said.map((part) => withDoubts(part, rows)) : said
		return batch(...parts, curves([curve({ entity, series, issued: at.at, points })], who))
	})

function withDoubts(part: BatchPart, rows: readonly MeasuredRow[]): BatchPart {
	const row = [...rows.keys()].filter((i) => rows[i]?.claimed !== undefined)
	const clock = row.length > 0 ? { clock: { row, said: row.map((i) => instant(rows[i]?.claimed ?? 0)) } } : {}
	const far = [...rows.keys()].filter((i) => rows[i]?.far)
	return {
		...part,
		...(part.positions && { positions: { ...part.positions, ...clock, far } }),
		...(part.observations && { observations: { ...part.observations, ...clock } }),
	}
}

/** Restates a row of an earlier batch. */
const thinning: fc.Arbitrary<Step> = fc
	.tuple(fc.nat(1_000), small(2), small(40), fc.constantFrom(null, 3, 4))
	.map(([pick, row, id, fms]) => (earlier) => {
		const batches = journal(...earlier).filter(({ body }) => body.type === 'batch')
		const of = batches[pick % Math.max(1, batches.length)]
		const times = of?.body.type === 'batch' ? (of.body.batch.parts[0]?.positions?.at ?? []) : []
		return of ? thinned(of, times[row % times.length] ?? 0, { id, fms }) : statement({ op: 'end', entity: 'incident:a:1', id })
	})

const step = fc.oneof(
	{ weight: 6, arbitrary: content },
	{ weight: 1, arbitrary: ending },
	{ weight: 1, arbitrary: classifying },
	{ weight: 2, arbitrary: retracting },
	{ weight: 3, arbitrary: listing },
	{ weight: 2, arbitrary: measuring },
	{ weight: 1, arbitrary: thinning },
)

/** Nothing but what is measured of things that have content: verdicts need several values of one source. */
const measuredStep = fc.oneof({ weight: 5, arbitrary: measuring }, { weight: 1, arbitrary: thinning })
const THINGS = [
	['unit:a:1', { callsign: 'x', organisation: 'thw' }],
	['sensor:a:1', { name: 'x', property: 'W', unit: 'cm' }],
	['track:a:1', { name: 'x', mmsi: '211281610' }],
] as const

export const measuredJournals: fc.Arbitrary<readonly Entry[]> = fc.array(measuredStep, { minLength: 2, maxLength: 10 }).map((steps) => {
	const said: (StatementEvent | Batch)[] = THINGS.map(([entity, payload], id) => statement({ op: 'upsert', entity, id, with: { payload } }))
	for (const next of steps) said.push(next(said))
	return journal(...said)
})

type Journalling = { readonly most: number }

/** Some bodies may have been erased since, which is then what the entry says to every fold. Diary entries bear the numbers of their book. */
export function journalsOf({ most }: Journalling): fc.Arbitrary<readonly Entry[]> {
	return fc.tuple(fc.array(step, { minLength: 1, maxLength: most }), fc.array(small(most * 3), { maxLength: 3 })).map(([steps, erased]) => {
		const said: (StatementEvent | Batch)[] = []
		for (const next of steps) said.push(next(said))
		const gone = new Set(erased)
		return numbered(journal(...said)).map((each): Entry => (gone.has(each.seq) ? { ...each, body: { type: 'erased' } } : each))
	})
}

function numbered(entries: readonly Entry[]): readonly Entry[] {
	let last = 0
	return entries.map((each) => (isDiary(each) ? { ...each, number: ++last } : each))
}

function isDiary({ body }: Entry): boolean {
	return body.type === 'event' && body.event.op === 'upsert' && body.event.kind === 'message'
}

export const journals: fc.Arbitrary<readonly Entry[]> = journalsOf({ most: 14 })

/** A journal, and the same entries in another order with some of them twice. */
export function rearrangedFrom(
	made: fc.Arbitrary<readonly Entry[]>,
): fc.Arbitrary<{ entries: readonly Entry[]; arrived: readonly Entry[] }> {
	return made.chain((entries) =>
		fc
			.tuple(
				fc.shuffledSubarray([...entries], { minLength: entries.length, maxLength: entries.length }),
				fc.array(fc.constantFrom(...entries), { maxLength: 3 }),
				fc.nat(20),
			)
			.map(([shuffled, again, place]) => ({ entries, arrived: shuffled.toSpliced(place, 0, ...again) })),
	)
}

export const rearranged = rearrangedFrom(journals)
