import { EntityId, seq } from '@lagebild/model/ids.ts'
import { Want } from '@lagebild/model/protocol.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { covers, scopeOf, tileOf } from '@lagebild/picture/scope.ts'
import { describe, expect, test } from 'vitest'

import { isOver, orderState, unitPicture } from './unit-picture.ts'
import type { Order } from './unit-picture.ts'
import { wantFor } from './want.ts'

const UNIT = EntityId.parse('unit:admin:u1')
const SECTION = EntityId.parse('section:admin:s1')
const base = { k: 1, v: seq(1), at: instant(1_000), sources: [], life: 'live', label: { level: 'internal' } } as const

function order(id: string, fields: Order['fields'], over: Partial<Order> = {}): Order {
	return {
		...base,
		id: EntityId.parse(`task:admin:${id}`),
		kind: 'task',
		fields: { order: id, ...fields },
		links: [{ rel: 'assigned-to', to: UNIT }],
		...over,
	}
}

function part(...rows: readonly Row[]) {
	return { rows: new Map(rows.map((row) => [row.id, row])), measured: new Map() }
}

const issued = { version: 1, state: 'issued' } as const

describe('the picture of a unit', () => {
	test('holds its own row, also when a base has it, and its section by name', () => {
		const unit: RowOf<'unit'> = {
			...base,
			id: UNIT,
			kind: 'unit',
			fields: { callsign: 'FL 1' },
			links: [{ rel: 'assigned-to', to: SECTION }],
		}
		const section: RowOf<'section'> = { ...base, id: SECTION, kind: 'section', fields: { name: 'Hafen Mitte', number: 'EA 2' } }
		const { unit: own, section: name } = unitPicture([part(section), part(unit)], UNIT)
		expect([own?.fields.callsign, name]).toEqual(['FL 1', 'EA 2 Hafen Mitte'])
		expect(unitPicture([part({ ...unit, links: [], fields: { callsign: 'FL 1', section: 'West' } })], UNIT).section).toBe('West')
		expect(unitPicture([part()], UNIT)).toEqual({ unit: undefined, position: undefined, section: undefined, orders: [] })
	})

	test('holds the orders of this unit: the urgent first, what is over last, no drafts and nobody else’s', () => {
		const rows = [
			order('plain', { command: issued }, { at: instant(5_000) }),
			order('urgent', { command: issued, priority: 'blitz' }),
			order('done', { command: issued, execution: { answers: 1, state: 'done' } }, { at: instant(9_000) }),
			order('draft', { command: { version: 1, state: 'draft' } }),
			order('other', { command: issued }, { links: [{ rel: 'assigned-to', to: EntityId.parse('unit:admin:u2') }] }),
			order('inbound', { command: issued }, { links: [{ rel: 'assigned-to', to: UNIT, inbound: true }] }),
			order('retracted', { command: issued }, { life: 'retracted' }),
		]
		expect(unitPicture([part(...rows)], UNIT).orders.map(({ fields }) => fields.order)).toEqual(['urgent', 'plain', 'done'])
	})
})

describe('an order', () => {
	test('that was worded anew is new, whatever was answered to the wording before', () => {
		const answered = { answers: 1, state: 'done' } as const
		expect(orderState(order('a', { command: issued, execution: answered }))).toBe('done')
		expect(orderState(order('a', { command: { version: 2, state: 'issued' }, execution: answered }))).toBe('new')
	})

	test('that was withdrawn or ended is over, and says so', () => {
		const states = [
			order('a', { command: { version: 1, state: 'withdrawn' }, execution: { answers: 1, state: 'arrived' } }),
			order('a', { command: issued }, { life: 'cancelled' }),
			order('a', { command: issued }, { life: 'ended' }),
			order('a', { command: issued, execution: { answers: 1, state: 'refused' } }, { life: 'ended' }),
		]
		expect(states.map(orderState)).toEqual(['withdrawn', 'withdrawn', 'ended', 'refused'])
		expect(states.every(isOver)).toBe(true)
		expect(isOver(order('a', { command: issued }))).toBe(false)
	})
})

describe('the area of interest', () => {
	const around = (lat: number, lng: number) => wantFor({ position: { lat, lng }, view: undefined, rate: 'normal' }).cover

	test('is the tile of the unit and those around it, also at the edge of the map', () => {
		expect(around(53.52, 10.03)).toHaveLength(9)
		expect(around(0, -179.99)).toContain('12/4095/2048')
		expect(around(85.05, 0)).toHaveLength(6)
	})

	test('takes in what the map shows, within what a hub accepts, and ends with the map', () => {
		const position = { lat: 53.52, lng: 10.03 }
		const far = wantFor({ position, view: [8.6, 53.8, 8.8, 53.9], rate: 'normal' })
		expect(Want.parse(far).cover.length).toBeLessThanOrEqual(48)
		const { cover } = scopeOf({ clearance: 'internal' }, far)
		expect(covers(cover, tileOf({ lat: 53.85, lng: 8.7 }, 14))).toBe(true)
		expect(covers(cover, tileOf(position, 14))).toBe(true)
		expect(wantFor({ position, view: undefined, rate: 'normal' }).cover).toEqual(around(53.52, 10.03))
	})

	test('is one tile, told once a minute, where a crew spares its link', () => {
		const sparing = wantFor({ position: { lat: 53.52, lng: 10.03 }, view: undefined, rate: 'sparing' })
		expect(sparing.cover).toHaveLength(1)
		const every = (rate: 'normal' | 'sparing') =>
			scopeOf({ clearance: 'internal' }, wantFor({ position: undefined, view: undefined, rate })).every
		expect(every('sparing')).toBeGreaterThanOrEqual(8 * every('normal'))
	})
})
