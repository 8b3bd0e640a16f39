import { expect, test } from 'vitest'

import { circuitOf, circuitWords } from './circuit.ts'

test('the circuit opens at the fifth failure in a row, and is half-open while it is tried', () => {
	expect([0, 4, 5, 60].map((failures) => circuitOf(failures, false))).toEqual(['closed', 'closed', 'open', 'open'])
	expect([4, 5].map((failures) => circuitOf(failures, true))).toEqual(['closed', 'half-open'])
})

test('the words of an open circuit stay the same, so that it is one problem', () => {
	expect(circuitWords(4)).toBe('')
	expect(circuitWords(5)).toMatch(/^ \(5 failures in a row/)
	expect(circuitWords(50)).toBe(circuitWords(5))
})
