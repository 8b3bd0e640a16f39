import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { EntityId, seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { Order } from '../picture/unit-picture.ts'
import { sayingsOf, standingOf, stepsOf } from './execution.ts'

const UNIT = EntityId.parse('unit:admin:u1')
const TASK = EntityId.parse('task:admin:t1')

function order(fields: Order['fields'], over: Partial<Order> = {}): Order {
	return {
		id: TASK,
		kind: 'task',
		k: 1,
		v: seq(1),
		at: instant(5_000),
		sources: [],
		life: 'live',
		label: { level: 'internal' },
		fields,
		...over,
	}
}

function said(execution: unknown, state: Shown['state']): Shown {
	const event = { id: 'e', kind: 'task', entity: TASK, op: 'patch', payload: { execution } }
	return { n: 1, operation: 'o', at: 1, tried: false, event, state }
}

const issued = { version: 2, state: 'issued' } as const
const withdrawn = { version: 2, state: 'withdrawn' } as const

describe('an order', () => {
	test('is new until somebody has read this wording, and then as the crew said last, sent or not', () => {
		const fresh = order({ command: issued, execution: { answers: 1, state: 'arrived' } })
		expect(standingOf(fresh, [])).toEqual({ state: 'new', waits: false, withdrawnUnder: false })
		expect(standingOf(fresh, [said({ answers: 2, state: 'received' }, 'waiting')])).toMatchObject({ state: 'received', waits: true })
		expect(standingOf(fresh, [said({ answers: 2, state: 'accepted' }, 'accepted')])).toMatchObject({ state: 'accepted', waits: false })
		expect(standingOf(fresh, [said({ answers: 2, state: 'accepted' }, 'refused')])).toMatchObject({ state: 'new' })
		expect(standingOf(fresh, [said('nonsense', 'waiting')])).toMatchObject({ state: 'new' })
	})

	test('that was taken back while it was carried out asks for a word until there is one', () => {
		const under = order({ command: withdrawn, execution: { answers: 2, state: 'on-the-way' } })
		expect(stepsOf(standingOf(under, []))).toEqual(['know'])
		const known = said({ answers: 2, state: 'received', reason: 'erfahren' }, 'waiting')
		expect(standingOf(under, [known]).withdrawnUnder).toBe(false)
		for (const quiet of [
			{ command: withdrawn },
			{ command: withdrawn, execution: { answers: 1, state: 'done' } },
			{ command: issued },
		] as const)
			expect(standingOf(order(quiet), []).withdrawnUnder).toBe(false)
		const done = order({ command: withdrawn, execution: { answers: 2, state: 'done' } })
		expect(standingOf(done, []).withdrawnUnder).toBe(true)
		expect(sayingsOf('know', { order: done, unit: UNIT, reason: 'erfahren' }).order[0]?.payload).toEqual({
			execution: { answers: 2, state: 'done', reason: 'erfahren' },
		})
	})

	test('is accepted in the wording that is there when the crew departs, and the status goes along', () => {
		const depart = (fields: Order['fields']) =>
			sayingsOf('depart', { order: order(fields), unit: UNIT }).order.map(({ payload }) => payload['execution'])
		expect(depart({ command: issued, execution: { answers: 1, state: 'accepted' } })).toEqual([
			{ answers: 2, state: 'accepted' },
			{ answers: 2, state: 'on-the-way' },
		])
		expect(depart({ command: issued, execution: { answers: 2, state: 'accepted' } })).toEqual([{ answers: 2, state: 'on-the-way' }])
		expect(sayingsOf('arrive', { order: order({ command: issued }), unit: UNIT }).unit).toMatchObject([
			{ entity: UNIT, payload: { fms: 4 } },
		])
		expect(sayingsOf('refuse', { order: order({}), unit: UNIT, reason: ' ' }).order[0]?.payload).toEqual({
			execution: { answers: 1, state: 'refused' },
		})
	})

	test('offers what comes next first', () => {
		const states = ['new', 'received', 'accepted', 'on-the-way', 'arrived', 'in-progress', 'done', 'withdrawn'] as const
		const first = states.map((state) => stepsOf({ state, waits: false, withdrawnUnder: false })[0])
		expect(first).toEqual(['depart', 'depart', 'depart', 'arrive', 'done', 'done', undefined, undefined])
	})
})
