import { describe, expect, test } from 'vitest'

import { claim, gate } from '../testing/things.ts'
import { byUrgency, countGates, gateView } from './gates.ts'

describe('what a gate is taken for', () => {
	test('no report is unknown and never closed', () => {
		expect(gateView(gate([]))).toMatchObject({ reckoned: 'unknown', differ: false, at: undefined })
	})

	test('two sides that differ stay side by side and the worse one is reckoned with', () => {
		const view = gateView(gate([claim('open', 'person', 60_000), claim('closed', 'device')]))
		expect(view).toMatchObject({ reckoned: 'open', differ: true, sensor: { state: 'closed' }, person: { state: 'open' } })
	})

	test('a side that knows nothing contradicts nobody', () => {
		expect(gateView(gate([claim('unknown', 'device'), claim('closed', 'person')]))).toMatchObject({ reckoned: 'closed', differ: false })
	})

	test('of one side the newest word counts', () => {
		expect(gateView(gate([claim('open', 'device', 60_000), claim('closed', 'device')])).reckoned).toBe('closed')
	})

	test('a state that this page does not know is left out', () => {
		expect(gateView(gate([claim('half-open', 'device')])).reckoned).toBe('unknown')
	})
})

test('a gate in conflict is counted once and the numbers add up', () => {
	const gates = [[claim('open', 'person'), claim('closed', 'device')], [claim('closed', 'device')], []].map((claims) =>
		gateView(gate(claims)),
	)
	const { total, ...counts } = countGates(gates)
	expect(counts).toMatchObject({ conflict: 1, closed: 1, unknown: 1, open: 0 })
	expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total)
})

test('urgent gates come first, and among equals the lower sill', () => {
	const low = gateView(gate([], { native: 'low', fields: { name: 'low', sill: 4 } }))
	const high = gateView(gate([], { native: 'high', fields: { name: 'high', sill: 6 } }))
	const open = gateView(gate([claim('open', 'device')], { native: 'open', fields: { name: 'open', sill: 7 } }))
	expect([high, low, open].toSorted(byUrgency).map(({ row }) => row.fields.name)).toEqual(['open', 'low', 'high'])
})
