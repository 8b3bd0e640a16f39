import { entityId } from '@lagebild/model/ids.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, NOW, order, thing } from '../testing/things.ts'
import { isOpenConflict, nextNumber, openOrdersOf, ordersOf, orderView } from './orders.ts'

const UNIT = entityId('unit', 'test', 'u1')
const STEP = NOW / 10_000
const issued = { version: 1, state: 'issued' } as const
const withdrawn = { version: 1, state: 'withdrawn' } as const

function view(fields: Partial<Fields<'task'>>, more: Parameters<typeof order>[1] = {}) {
	return orderView(order({ order: 'Tor schließen', ...fields }, more), NOW)
}

describe('the orders', () => {
	test.each([
		[{}, 'new', 'unanswered'],
		[{ command: issued, execution: { answers: 1, state: 'received' } }, 'received', 'unanswered'],
		[{ command: issued, execution: { answers: 1, state: 'on-the-way' } }, 'on-the-way', 'moving'],
		[{ command: issued, execution: { answers: 1, state: 'arrived' } }, 'arrived', 'working'],
		[{ command: issued, execution: { answers: 1, state: 'refused' } }, 'refused', 'refused'],
		[{ command: { version: 2, state: 'issued' }, execution: { answers: 1, state: 'accepted' } }, 'new', 'unanswered'],
		[{ command: withdrawn, execution: { answers: 1, state: 'done' } }, 'withdrawn', 'withdrawn'],
		[{ command: { version: 1, state: 'draft' } }, 'draft', 'draft'],
		[{ type: 'request' }, 'asked', 'asked'],
		[{ type: 'request', command: issued }, 'new', 'unanswered'],
	] as const)('%j stands as %s among %s', (fields, state, group) => {
		expect(view(fields)).toMatchObject({ state, group })
	})

	test('one that was called off is withdrawn, and one that ended unanswered is ended', () => {
		expect(view({ command: issued }, { life: 'cancelled' }).state).toBe('withdrawn')
		expect(view({ command: issued }, { life: 'ended' }).state).toBe('ended')
		expect(view({ execution: { answers: 1, state: 'done' } }, { life: 'ended' }).state).toBe('done')
	})

	test('overdue ones stand first, then by when they are due, and are counted', () => {
		const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()
		const link = { rel: 'assigned-to', to: UNIT } as const
		const rows = [
			order({ order: 'später', number: '8', due: at(60) }, { native: 'a' }),
			order({ order: 'bald', number: '12', due: at(5) }, { native: 'b', links: [link] }),
			order({ order: 'spät', number: 'E 14', due: at(-9) }, { native: 'c', links: [link] }),
			order({ order: 'getan', due: at(-9), execution: { answers: 1, state: 'done' } }, { native: 'd' }),
			order({ order: 'geht nicht', execution: { answers: 1, state: 'refused' } }, { native: 'e' }),
		]
		const orders = ordersOf(contentOf(...rows.map((row) => thing(row))), STEP)
		expect(orders.views.map(({ row }) => row.fields.order)).toEqual(['spät', 'bald', 'später', 'geht nicht', 'getan'])
		expect(orders).toMatchObject({ open: 3, overdue: 1, refused: 1, conflicts: 0, unanswered: 3 })
		expect(openOrdersOf(orders, UNIT).map(({ row }) => row.fields.order)).toEqual(['spät', 'bald'])
		expect(nextNumber(orders.views)).toBe(13)
	})

	test('a withdrawn one that was carried out is in conflict until both sides say that they know', () => {
		const times = (execution: number, command: number) => ({
			at: instant(NOW),
			fieldAt: { execution: instant(execution), command: instant(command) },
		})
		const done = { answers: 1, state: 'done' } as const
		const before = view({ command: withdrawn, execution: done }, times(NOW - 2, NOW - 1))
		expect(before.conflict).toEqual({ type: 'withdrawn', staffKnows: false, unitKnows: false })
		const staff = view({ command: withdrawn, execution: done, noted: done }, times(NOW - 2, NOW - 1))
		expect([staff.conflict?.staffKnows, isOpenConflict(staff)]).toEqual([true, true])
		const both = view({ command: withdrawn, execution: { ...done, reason: 'erfahren' }, noted: done }, times(NOW, NOW - 1))
		expect([both.conflict, isOpenConflict(both)]).toEqual([{ type: 'withdrawn', staffKnows: true, unitKnows: true }, false])
		expect(view({ command: withdrawn, execution: { answers: 1, state: 'received' } }).conflict).toBeUndefined()
		expect(view({ command: { version: 2, state: 'withdrawn' }, execution: done }).conflict).toBeUndefined()
	})

	test('an answer to an older wording is in conflict with the one that holds until the staff has noted it', () => {
		const older = { command: { version: 2, state: 'issued' }, execution: { answers: 1, state: 'accepted' } } as const
		expect([view(older).conflict, isOpenConflict(view(older))]).toEqual([{ type: 'older', staffKnows: false, unitKnows: false }, true])
		expect(isOpenConflict(view({ ...older, noted: { answers: 1, state: 'accepted' } }))).toBe(false)
		expect(view({ ...older, execution: { answers: 1, state: 'refused' } }).conflict).toBeUndefined()
	})
})
