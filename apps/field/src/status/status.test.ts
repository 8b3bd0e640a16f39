import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'

import { nextStatus } from './next.ts'
import { isOpen, isOvertaken, newestSaid } from './standing.ts'

const UNIT = EntityId.parse('unit:admin:u1')

test.each([
	[undefined, false, 1],
	[1, false, undefined],
	[1, true, 3],
	[8, true, 3],
	[3, true, 4],
	[4, true, 1],
	[7, false, 1],
	[6, false, 2],
	[9, true, 1],
] as const)('after %s, with an order: %s, comes %s', (fms, hasOrder, next) => {
	expect(nextStatus({ fms, hasOrder, unit: { organisation: 'thw' }, scheme: {} })).toBe(next)
})

test('who carries people says 7 and 8 in between, as its organisation has it', () => {
	const scheme = { hilfsorganisation: { '7': { de: 'Patient aufgenommen', en: 'patient on board', class: 'bound' } } } as const
	const after = (fms: 4 | 7) => nextStatus({ fms, hasOrder: false, unit: { organisation: 'hilfsorganisation' }, scheme })
	expect([after(4), after(7)]).toEqual([7, 8])
})

test('the newest word of this device about a field is found, and what became of it', () => {
	const item = (id: string, payload: unknown, over: Partial<Shown> = {}): Shown => ({
		n: 1,
		operation: 'o',
		at: 1,
		tried: false,
		event: { id, kind: 'unit', entity: UNIT, op: 'patch', payload },
		state: 'waiting',
		...over,
	})
	const said = [item('a', { fms: 3 }), item('b', { fms: 4 }, { state: 'accepted', effect: 'superseded' }), item('c', { overlay: 5 })]
	expect(newestSaid(said, UNIT, 'fms')).toMatchObject({ value: 4, item: { event: { id: 'b' } } })
	expect(newestSaid(said, EntityId.parse('unit:admin:u2'), 'fms')).toBeUndefined()
	expect(said.map(isOpen)).toEqual([true, true, true])
	expect(said.map(isOvertaken)).toEqual([false, true, false])
})
