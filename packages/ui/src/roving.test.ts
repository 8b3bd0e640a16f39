import { expect, test } from 'vitest'

import { besides } from './roving.ts'

const ROW = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

test.each([
	['a', 'ArrowRight', 'b'],
	['c', 'ArrowRight', 'a'],
	['a', 'ArrowLeft', 'c'],
	['b', 'ArrowUp', 'a'],
	['b', 'ArrowDown', 'c'],
	['b', 'Home', 'a'],
	['a', 'End', 'c'],
	['gone', 'ArrowRight', 'a'],
	['gone', 'ArrowLeft', 'c'],
])('from %s the key %s leads to %s', (from, key, to) => {
	expect(besides(ROW, from, key)?.id).toBe(to)
})

test('other keys lead nowhere, and nothing leads anywhere in an empty row', () => {
	expect(besides(ROW, 'a', 'Enter')).toBeUndefined()
	expect(besides([], 'a', 'ArrowRight')).toBeUndefined()
})
