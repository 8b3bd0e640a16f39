import { describe, expect, test } from 'vitest'

import { Desk, incident, unit } from './testing/desk.ts'
import { grantOf, START } from './testing/make.ts'

const AT = new Date(START).toISOString()
const LATER = new Date(START + 1_000).toISOString()
const ELW = 'unit:lage:elw'

function position(over: Readonly<Record<string, unknown>> = {}): unknown {
	return { positions: { entity: [ELW], observed: [AT], lat: [53.5], lng: [10], ...over } }
}

function deskWithUnits(): Desk {
	const desk = new Desk()
	desk.submit([unit(1), unit(2, 'hlf'), incident(3)])
	return desk
}

describe('measurements', () => {
	test('[A10] become one entry per tick, whoever sends them, and are answered when it is durable', () => {
		const desk = deskWithUnits()
		for (const request of ['a', 'b'])
			desk.tell({ type: 'measured', request, grant: grantOf({ source: request }), message: position(), now: desk.now })
		expect(desk.take('measured')).toEqual([])
		desk.tick()
		expect(desk.take('measured')).toMatchObject([
			{ request: 'a', answer: { stored: 1, unchanged: 0, seq: 4, refused: [] } },
			{ request: 'b', answer: { stored: 1, seq: 4 } },
		])
		expect(desk.entries).toHaveLength(4)
		expect(desk.entries[3]?.body).toMatchObject({
			type: 'batch',
			batch: { parts: [{ author: { source: 'a' } }, { author: { source: 'b' } }] },
		})
	})

	test('[A10] that wait for a tick when the hub stops go to the journal and are answered', () => {
		const desk = deskWithUnits()
		desk.tell({ type: 'measured', request: 'a', grant: grantOf(), message: position(), now: desk.now })
		desk.tell({ type: 'stopping', retryAfterMs: 1_000, now: desk.now })
		expect(desk.take('measured')).toMatchObject([{ request: 'a', answer: { stored: 1, seq: 4 } }])
		expect(desk.entries[3]?.body).toMatchObject({ type: 'batch' })
	})

	test('[A10] told late on purpose wait in an entry of low urgency', () => {
		const desk = deskWithUnits()
		desk.take('append')
		desk.tell({ type: 'measured', request: 'a', grant: grantOf(), message: position(), now: desk.now })
		desk.tell({ type: 'measured', request: 'b', grant: grantOf(), message: { ...Object(position()), backfill: true }, now: desk.now })
		desk.tick()
		expect(desk.take('append').map(({ urgency }) => urgency)).toEqual(['feed', 'backfill'])
	})

	test('[A11] that are bad are refused row by row with the place that they had', () => {
		const desk = deskWithUnits()
		const message = {
			positions: {
				entity: [ELW, 'unit:lage:niemand', ELW, 'unit:lage:hlf', 'nonsense'],
				observed: [AT, AT, AT, 'gestern', AT],
				lat: [53.5, 53.5, 95, 53.5, 53.5],
				lng: [10, 10, 10, 10, 10],
			},
		}
		expect(desk.measure(message)).toMatchObject({
			stored: 1,
			refused: [
				{ fault: 'bad-message', path: 'positions.entity.4' },
				{ fault: 'bad-time', path: 'positions.observed.3' },
				{ fault: 'bad-position', path: 'positions.lat.2' },
				{ fault: 'unknown-entity', path: 'positions.entity.1' },
			],
		})
	})

	test('[A11] with columns of different length are refused as a block, and the other block is stored', () => {
		const desk = deskWithUnits()
		const observations = { entity: [ELW], observed: [AT], value: [3] }
		expect(desk.measure({ positions: { entity: [ELW], observed: [AT], lat: [53.5, 1], lng: [10] }, observations })).toMatchObject({
			stored: 1,
			refused: [{ fault: 'bad-message', path: 'positions.lat' }],
		})
	})

	test('[A11] that cannot be read at all are refused as a whole', () => {
		const desk = deskWithUnits()
		for (const message of [7, null, { positions: 7 }, { positions: { entity: [ELW], observed: [AT], lat: [1] } }, { flights: {} }]) {
			expect(desk.measure(message)).toMatchObject({ fault: 'bad-message' })
		}
		const many = { entity: Array.from({ length: 5_001 }, () => ELW), observed: [], lat: [], lng: [] }
		expect(desk.measure({ positions: many })).toMatchObject({ fault: 'too-many-items', path: 'positions' })
	})

	test('[A3] about what is hidden are refused like those about what is missing', () => {
		const desk = deskWithUnits()
		desk.submit([{ ...incident(9), entity: 'incident:lage:geheim', label: { level: 'restricted' } }], grantOf({ clearance: 'restricted' }))
		const about = (entity: string): unknown => desk.measure({ observations: { entity: [entity], observed: [AT], value: [1] } })
		expect(about('incident:lage:geheim')).toEqual(about('incident:lage:nirgends'))
	})

	test('[A12] that say what is held already are counted and not stored', () => {
		const desk = deskWithUnits()
		const observations = { entity: [ELW], observed: [AT], value: [3] }
		expect(desk.measure({ ...Object(position()), observations })).toMatchObject({ stored: 2, unchanged: 0 })
		expect(desk.measure({ ...Object(position()), observations })).toEqual({ stored: 0, unchanged: 2, refused: [] })
		expect(desk.measure({ observations: { ...observations, quality: ['doubtful'] } })).toMatchObject({ stored: 1 })
		expect(desk.measure({ observations })).toMatchObject({ stored: 1 })
		expect(desk.measure({ observations: { ...observations, value: [4] } })).toMatchObject({ stored: 1 })
		expect(desk.measure(position({ observed: [LATER] }))).toMatchObject({ stored: 1 })
		expect(desk.measure(position({ observed: [LATER] }), grantOf({ source: 'other' }))).toMatchObject({ stored: 1 })
	})

	test('[A12] of a curve are stored once per issue', () => {
		const desk = deskWithUnits()
		const curve = { entity: ELW, series: 'forecast', issued: AT, times: [AT, LATER], values: [1, null] }
		expect(desk.measure({ curves: [curve, { ...curve, values: [1] }] })).toMatchObject({
			stored: 1,
			refused: [{ path: 'curves.1.values' }],
		})
		expect(desk.measure({ curves: [curve] })).toMatchObject({ stored: 0, unchanged: 1 })
		expect(desk.measure({ curves: [{ ...curve, issued: LATER }] })).toMatchObject({ stored: 1 })
	})

	test('[A9] an append that fails is answered with its fault', () => {
		const desk = deskWithUnits()
		const request = { request: 'x', grant: grantOf(), message: {}, again: false, stored: 1, unchanged: 0, refused: [] }
		desk.hub.desk.errands.set(99, { type: 'batch', requests: [request] })
		desk.tell({ type: 'failed', ref: 99, fault: { fault: 'storage-full', message: 'full' } })
		expect(desk.take('measured')).toEqual([{ type: 'measured', request: 'x', answer: { fault: 'storage-full', message: 'full' } }])
	})

	test('[A29] a forecast is a word about its sensor, and needs the leave for that kind', () => {
		const desk = new Desk()
		const sensor = {
			kind: 'sensor',
			entity: 'sensor:lage:pegel',
			op: 'upsert',
			payload: { name: 'Pegel', property: 'waterLevel', unit: 'cm' },
		}
		expect(desk.submit([{ id: '00000000-0000-7000-8000-000000000001', ...sensor }])).toMatchObject([{ seq: 1 }])
		const curves = [{ entity: 'sensor:lage:pegel', series: 'forecast', issued: AT, times: [LATER], values: [9.9] }]
		const narrow = grantOf({ source: 'ais', role: 'integrator', rank: 'authority', submitKinds: ['track'] })
		expect(desk.measure({ curves }, narrow)).toMatchObject({ stored: 0, refused: [{ fault: 'not-allowed', path: 'curves.0.entity' }] })
		expect(desk.measure({ curves })).toMatchObject({ stored: 1, refused: [] })
	})
})
