import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { Reception } from '../adapter.ts'
import { pictureOf, saidOf } from '../testing/folded.ts'
import {
	GATE,
	observation,
	opened,
	parse,
	parseValue,
	reasons,
	RECEIVED,
	RECEPTION,
	sample,
	SERVICE,
	stream,
	values,
} from '../testing/sensorthings.ts'
import { openSensorThings, sensorthings } from './adapter.ts'
import { SensorThingsOptions } from './options.ts'

describe('bare observations', () => {
	const TOPIC = { channel: 'v1.1/Datastreams(42)/Observations' }
	test('of a stream that nobody described wait until it is, and are told then', () => {
		const feed = opened({ service: SERVICE })
		const first = feed(observation('45', 152), TOPIC)
		expect(first).toMatchObject({ events: [], measurements: [], rejects: [] })
		expect(first.followUps).toHaveLength(1)
		expect(first.followUps[0]?.url).toContain(`${SERVICE}/Datastreams(42)?$expand=`)
		expect(feed(observation('46', 153), TOPIC).followUps).toEqual(first.followUps)
		const described = feed(stream(42, { unitOfMeasurement: { symbol: 'm' } }), { url: first.followUps[0]?.url ?? '' })
		expect(described.events).toMatchObject([{ entity: 'sensor:iot:42' }])
		expect(values(described).map(([, , value]) => value)).toEqual([15_200, 15_300])
		const next = feed(observation('47', 1.5), TOPIC)
		expect(values(next)).toEqual([['42', '2026-11-21T19:47:00Z', 150]])
		expect(next.followUps).toEqual([])
	})
	test('that were heard live are not told as late by a back-fill that describes their stream', () => {
		const feed = opened({ service: SERVICE })
		feed(observation('45', 152), TOPIC)
		const filled = feed(
			{ value: [observation('40', 150, { Datastream: stream(42) })] },
			{ document: 'backfill', url: `${SERVICE}/Observations` },
		)
		expect(values(filled).map(([, , value]) => value)).toEqual([150])
		expect(values(feed(observation('46', 153), TOPIC)).map(([, , value]) => value)).toEqual([152, 153])
	})
	test('that nobody described in the end are told, not forgotten', () => {
		const feed = opened({ service: SERVICE })
		const rejects = Array.from({ length: 25 }, (_, i) => feed(observation(String(10 + i), i), TOPIC).rejects).flat()
		expect(rejects.map(({ reason }) => reason)).toEqual(Array.from({ length: 5 }, () => 'not-described'))
	})
	test('are told as they are where nobody can be asked', () => {
		const parsed = opened()(observation('45', 152), TOPIC)
		expect(parsed.events).toMatchObject([{ entity: 'sensor:iot:42', payload: { name: 'Datastreams(42)', unit: '--' } }])
		expect(values(parsed)).toEqual([['42', '2026-11-21T19:45:00Z', 152]])
	})
	test.each<[Partial<Reception>, string]>([
		[{ channel: "v1.0/Datastreams('a''b')/Observations" }, "v1.1/Datastreams('a''b')?"],
		[{ channel: 'v1.1/MultiDatastreams(7)/Observations' }, 'v1.1/MultiDatastreams(7)?'],
		[{ url: `${SERVICE}/Datastreams('x')/Observations?$top=1` }, "v1.1/Datastreams('x')?"],
	])('say whose they are by %j', (reception, asked) => {
		const { followUps } = opened({ service: SERVICE })(observation('45', 1), reception)
		expect(decodeURIComponent(followUps[0]?.url ?? '')).toContain(asked)
	})
	test('of nobody are refused', () => {
		expect(reasons(opened({ service: SERVICE })(observation('45', 1), { channel: 'v1.1/Observations' }))).toEqual(['no-datastream'])
	})
	test('a notice that a stream was changed asks what it is now', () => {
		const feed = opened({ service: SERVICE })
		const notice = feed({ '@iot.id': 42, unitOfMeasurement: { symbol: 'm' } }, { channel: 'v1.1/Datastreams(42)' })
		expect(notice).toMatchObject({ events: [], rejects: [], followUps: [{ document: 'description' }] })
		const made = feed(stream(43), { channel: 'v1.1/Datastreams' })
		expect(made).toMatchObject({ events: [], followUps: [{ document: 'description' }] })
	})
	test('in rows of a dataArray, and of streams that came along', () => {
		const feed = opened({ service: SERVICE })
		feed(stream(42))
		const rows = feed(JSON.parse(readFileSync(sample('data-array.json'), 'utf8')), { document: 'backfill' })
		expect(values(rows).map(([, , value]) => value)).toEqual([1.31, 1.33, 1.36])
		expect(reasons(rows)).toEqual(['bad-row', 'no-components'])
		expect(values(parse('observations.json'))).toEqual([
			['70', '2026-11-21T18:00:00Z', 612],
			['70', '2026-11-21T18:01:00Z', 614],
		])
	})
})

describe('a gap', () => {
	const gap = { url: SERVICE, since: instant(Date.UTC(2026, 10, 21, 18)), until: RECEIVED }
	const SPAN = 'phenomenonTime ge 2026-11-21T18:00:00.000Z and phenomenonTime le 2026-11-21T20:00:00.000Z'
	test('is asked for by its times, oldest first, with what says whose they are', () => {
		const filter = "Datastream/properties/topic eq 'Pegel'"
		const [asked] = sensorthings.backfill?.(SensorThingsOptions.parse({ backfillFilter: filter }), gap) ?? []
		const query = new URL(asked?.url ?? '').searchParams
		expect(query.get('$filter')).toBe(`(${filter}) and ${SPAN}`)
		expect(query.get('$orderby')).toBe('phenomenonTime asc')
		expect(query.get('$expand')).toContain('Datastream(')
	})
	test('is asked for of the streams that were heard', () => {
		const bound = openSensorThings({ service: SERVICE })
		if (!bound.ok) throw new Error('options')
		bound.value.parse(new TextEncoder().encode(JSON.stringify([stream(42), stream('x')])), RECEPTION)
		const asked = (bound.value.backfill?.(gap) ?? []).map(({ url }) => decodeURIComponent(new URL(url).pathname))
		expect(asked).toEqual(['/v1.1/Datastreams(42)/Observations', "/v1.1/Datastreams('x')/Observations"])
	})
})

describe('order', () => {
	const first = parseValue(stream(1, { Observations: [observation('01', 600), observation('02', 610)] }))
	const patched = parseValue(stream(1, { Observations: [observation('01', 605, { resultTime: '2026-11-21T19:30:00Z' })] }))
	test('the same again says nothing new', () => {
		const again = parseValue(
			stream(1, { Observations: [observation('01', 600), observation('02', 610)] }),
			{},
			{ received: instant(RECEIVED + 60_000) },
		)
		expect(again).toEqual(first)
	})
	test('a result that was put right wins, whichever comes first', () => {
		const said = [...saidOf(first, RECEIVED), ...saidOf(patched, RECEIVED + 1)]
		expect(pictureOf(said)).toEqual(pictureOf(said.toReversed()))
		const late = [...saidOf(patched, RECEIVED), ...saidOf(first, RECEIVED + 1)]
		for (const order of [said, late]) expect(JSON.stringify(pictureOf(order))).toContain('605')
	})
	test('states of a gate end the same in any order', () => {
		const states = ['01', '02', '03'].map((minute, i) =>
			parseValue(stream(44, { ObservedProperty: { name: 'Torzustand' }, Observations: [observation(minute, ['auf', 'zu', 'auf'][i])] }), {
				streams: [GATE],
			}),
		)
		const said = states.flatMap((parsed) => saidOf(parsed, RECEIVED))
		expect(pictureOf(said)).toEqual(pictureOf(said.toReversed()))
		expect(pictureOf(said.toReversed())).toHaveProperty(['facility:iot:44', 'row', 'fields', 'gate'], 'open')
	})
	test('a page of results that are late by different times needs few requests', () => {
		const observations = Array.from({ length: 1_000 }, (_, i) => ({
			phenomenonTime: new Date(RECEIVED - i * 90_000).toISOString(),
			resultTime: new Date(RECEIVED).toISOString(),
			result: i,
		}))
		expect(parseValue(stream(1, { Observations: observations })).measurements.length).toBeLessThan(100)
	})
})
