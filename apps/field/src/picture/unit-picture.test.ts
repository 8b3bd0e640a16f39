import { EntityId, seq } from '@lagebild/model/ids.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { isOver, orderState, unitPicture } from './unit-picture.ts'
import type { Order } from './unit-picture.ts'
import { wantAround } from './want.ts'

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

test('the area of interest is the tile of the unit and those around it, also at the edge of the map', () => {
	expect(wantAround({ lat: 53.52, lng: 10.03 }).cover).toHaveLength(9)
	const edge = wantAround({ lat: 0, lng: -179.99 }).cover
	expect(edge).toContain('12/4095/2048')
	expect(wantAround({ lat: 85.05, lng: 0 }).cover).toHaveLength(6)
})
