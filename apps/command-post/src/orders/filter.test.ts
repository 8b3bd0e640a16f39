import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { ordersOf } from '../select/orders.ts'
import { contentOf, NOW, order, thing, unit } from '../testing/things.ts'
import { filtered, placedOrders, sharesOf, WITHOUT } from './filter.ts'

const link = (to: EntityId) => [{ rel: 'assigned-to', to } as const]
const FIRE = entityId('unit', 'test', 'f1')
const THW = entityId('unit', 'test', 't1')
const past = '2026-11-21T19:00:00Z'

const content = contentOf(
	thing(unit({ callsign: 'Florian 1', organisation: 'feuerwehr', section: 'EA 2 Hafen' }, { native: 'f1' })),
	thing(unit({ callsign: 'Heros 1', organisation: 'thw' }, { native: 't1' })),
	thing(order({ order: 'Tor', due: past }, { native: 'a', links: link(FIRE) })),
	thing(order({ order: 'Deich' }, { native: 'b', links: link(THW) })),
	thing(order({ order: 'Keller', execution: { answers: 1, state: 'done' } }, { native: 'c', links: link(FIRE) })),
	thing(order({ order: 'Boot', execution: { answers: 1, state: 'refused' } }, { native: 'd', links: link(THW) })),
)
const orders = placedOrders(content, ordersOf(content, NOW / 10_000).views)
const titles = (...filter: Parameters<typeof filtered>) => filtered(...filter).map(({ row }) => row.fields.order)

describe('the board of orders', () => {
	test('is narrowed by how they stand, by the section of the unit and by its organisation', () => {
		expect(titles(orders, { view: 'open' })).toEqual(['Tor', 'Deich'])
		expect(titles(orders, { view: 'over' })).toEqual(['Keller'])
		expect(titles(orders, { view: 'all', section: 'EA 2 Hafen' })).toEqual(['Tor', 'Keller'])
		expect(titles(orders, { view: 'all', section: WITHOUT, organisation: 'thw' })).toEqual(['Deich', 'Boot'])
	})

	test('counts what is open and late for each section', () => {
		expect(sharesOf(orders, ({ section }) => [section ?? WITHOUT])).toEqual([
			{ key: 'EA 2 Hafen', open: 1, overdue: 1 },
			{ key: WITHOUT, open: 1, overdue: 0 },
		])
	})
})
