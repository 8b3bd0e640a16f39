import { EntityId } from '@lagebild/model/ids.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { indexOf, measuredAt, rowAt } from '@lagebild/picture/read.ts'
import { describe, expect, test } from 'vitest'

import { Desk, unit, uuid } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'

const HOUR = 3_600_000
const ELW = 'unit:lage:elw'
const NEAR = { lat: 53.5, lng: 9.5 }
const MUNICH = { lat: 48.14, lng: 11.58 }

/** At a time from which hours can be taken. */
function deskAt(over: ConstructorParameters<typeof Desk>[0] = {}): Desk {
	const desk = new Desk(over)
	desk.now = instant(500 * HOUR)
	desk.submit([unit(1)])
	return desk
}

function patch(n: number, over: Readonly<Record<string, unknown>>): unknown {
	return { id: uuid(n), kind: 'unit', entity: ELW, op: 'patch', payload: { fms: 3 }, ...over }
}

function stored(desk: Desk): unknown {
	return desk.entries.at(-1)?.body
}

function rowsOf(desk: Desk) {
	const index = indexOf(desk.hub.picture, EntityId.parse(ELW)) ?? -1
	return { row: rowAt(desk.hub.picture, index), measured: measuredAt(desk.hub.picture, index) }
}

const point = ({ lat, lng }: typeof NEAR) => ({ type: 'Point', coordinates: [lng, lat] })
const columns = (desk: Desk, hours: number, { lat, lng } = NEAR) => ({
	positions: { entity: [ELW], observed: [iso(desk.now + hours * HOUR)], lat: [lat], lng: [lng] },
})

describe('doubts at admission', () => {
	test.each([
		['now', 0, {}, undefined],
		['just under two hours behind', -1.99, {}, undefined],
		['three hours behind', -3, {}, ['clock']],
		['three hours behind, which the device knows', -3, { clockOffsetMs: 3 * HOUR }, undefined],
		['three hours behind, told late on purpose', -3, { backfill: true }, undefined],
		['two hours ahead', 2, {}, ['clock']],
		['three hours ahead, cut and marked', 3, {}, ['clock']],
	])('[A17] a statement %s', (_name, hours, over, doubts) => {
		const desk = deskAt()
		const observed = iso(desk.now + hours * HOUR)
		expect(desk.submit([patch(2, { times: { observed }, ...over })])).toMatchObject([{ seq: 2 }])
		const known = 'clockOffsetMs' in over ? 3 * HOUR : 0
		expect(stored(desk)).toHaveProperty('event.effective', Math.min(desk.now + 2_000, desk.now + hours * HOUR + known))
		expect(doubtsIn(desk)).toEqual(doubts)
	})

	test('[A17] a tablet that measured its clock may come back from hours without a network, not from tomorrow', () => {
		const desk = deskAt()
		desk.submit([patch(2, { times: { observed: iso(desk.now - 9 * HOUR) }, clockOffsetMs: 1_500 })])
		expect(stored(desk)).toHaveProperty('event.effective', desk.now - 9 * HOUR + 1_500)
		expect(doubtsIn(desk)).toBeUndefined()
		desk.submit([patch(3, { times: { observed: iso(desk.now + 3 * HOUR) }, clockOffsetMs: 1_500 })])
		expect(doubtsIn(desk)).toEqual(['clock'])
	})

	test('[A17] who names when it sent is judged by that for being late', () => {
		const desk = deskAt()
		const observed = iso(desk.now - 5 * HOUR)
		desk.submit([patch(2, { times: { observed, sent: iso(desk.now - 1_000) } })])
		expect(doubtsIn(desk)).toBeUndefined()
		desk.submit([patch(3, { times: { observed, sent: iso(desk.now - 3 * HOUR) } })])
		expect(doubtsIn(desk)).toEqual(['clock'])
	})

	test('[A17] an authority may tell what is long ago, and nobody what is to come', () => {
		const desk = deskAt()
		const feed = grantOf({ source: 'pegel', role: 'integrator', rank: 'authority' })
		desk.submit([patch(2, { times: { observed: iso(desk.now - 9 * HOUR) } })], feed)
		expect(doubtsIn(desk)).toBeUndefined()
		desk.submit([patch(3, { times: { observed: iso(desk.now + 9 * HOUR) } })], feed)
		expect(doubtsIn(desk)).toEqual(['clock'])
	})

	test('[A17] what happened long ago was not observed by a wrong clock', () => {
		const desk = deskAt()
		desk.submit([patch(2, { times: { occurred: iso(desk.now - 9 * HOUR) } })])
		expect(doubtsIn(desk)).toBeUndefined()
	})

	test('[A17] measured rows are marked one by one, with the time that they claim', () => {
		const desk = deskAt()
		desk.submit([unit(2, 'hlf')])
		const [lat, lng] = [NEAR.lat, NEAR.lng]
		const observed = [0, -3, 4].map((hours) => iso(desk.now + hours * HOUR))
		const received = desk.now
		desk.measure({
			positions: { entity: ['unit:lage:niemand', ELW, 'unit:lage:hlf'], observed, lat: [lat, lat, lat], lng: [lng, lng, lng] },
		})
		expect(desk.entries[2]?.body).toMatchObject({
			batch: {
				parts: [
					{
						positions: {
							at: [received - 3 * HOUR, received + 2_000],
							clock: { row: [0, 1], said: [received - 3 * HOUR, received + 4 * HOUR] },
						},
					},
				],
			},
		})
		const claimed = iso(received - 3 * HOUR)
		expect(rowsOf(desk).measured).toMatchObject({ position: NEAR, doubts: [{ what: 'clock', field: 'time', said: claimed, received }] })
		expect(desk.measure({ ...columns(desk, -4), backfill: true })).toMatchObject({ stored: 1 })
		const batches = desk.entries.filter(({ body }) => body.type === 'batch')
		expect(JSON.stringify(batches.at(-1))).not.toContain('clock')
	})

	test('[A4] measurements that claim another status are refused, also of a thing that is known', () => {
		const desk = deskAt({ status: 'actual' })
		for (const status of ['test', 'exercise'])
			expect(desk.measure({ ...columns(desk, 0), status })).toMatchObject({ fault: 'status-mismatch', path: 'status' })
		expect(rowsOf(desk).measured?.position).toBeUndefined()
		expect(desk.measure({ ...columns(desk, 0), status: 'actual' })).toMatchObject({ stored: 1 })
	})

	test('[A18] a unit in Munich is shown there and marked, as a record and as a measurement', () => {
		const desk = deskAt()
		desk.submit([patch(2, { geometry: point(MUNICH) })])
		expect(doubtsIn(desk)).toEqual(['far'])
		expect(rowsOf(desk).row).toMatchObject({ geometry: point(MUNICH), doubts: [{ what: 'far', field: 'position', source: 'lage' }] })
		desk.submit([patch(3, { geometry: point(NEAR) })])
		expect(rowsOf(desk).row).not.toHaveProperty('doubts')
		desk.measure(columns(desk, 0.1, MUNICH))
		expect(rowsOf(desk).measured).toMatchObject({ position: MUNICH, doubts: [{ what: 'far' }] })
	})

	test('[A18] in a base, and of what is no own unit, nothing is far', () => {
		const base = deskAt({ base: true })
		base.submit([patch(2, { geometry: point(MUNICH) })])
		expect(doubtsIn(base)).toBeUndefined()
		const desk = deskAt()
		const track = { id: uuid(3), kind: 'track', entity: 'track:lage:1', op: 'upsert', payload: { name: 'x' }, geometry: point(MUNICH) }
		desk.submit([track])
		expect(doubtsIn(desk)).toBeUndefined()
	})

	test('[A18] the record that keeps a measured position keeps its doubts', () => {
		const desk = deskAt()
		desk.measure(columns(desk, -3, MUNICH))
		desk.tick()
		expect(stored(desk)).toMatchObject({ event: { doubts: ['far', 'clock'], thinned: { seq: 2 }, geometry: point(MUNICH) } })
	})
})

function doubtsIn(desk: Desk): unknown {
	const body = desk.entries.at(-1)?.body
	return body?.type === 'event' && 'doubts' in body.event ? body.event.doubts : undefined
}
