import fc from 'fast-check'
import { expect, test } from 'vitest'

import { firstUncovered, rangesOf, readRanges } from './ranges.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 25 }), { maxLength: 20 }).map((list) => list.toSorted((a, b) => a - b))
const pair = fc.tuple(fc.integer({ min: 1, max: 25 }), fc.nat(6)).map(([from, length]): [number, number] => [from, from + length])

test('ranges hold the numbers that they were made of', () => {
	fc.assert(
		fc.property(numbers, (list) => {
			const ranges = rangesOf(list)
			expect(ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).toEqual(list)
			expect(readRanges(JSON.parse(JSON.stringify(ranges)))).toEqual(ranges)
		}),
	)
})

test('the first uncovered number is the smallest that no range holds', () => {
	fc.assert(
		fc.property(numbers, fc.array(pair, { maxLength: 6 }), (wanted, covering) => {
			const expected = wanted.find((value) => !covering.some(([from, to]) => from <= value && value <= to))
			expect(firstUncovered(rangesOf(wanted), covering)).toBe(expected)
		}),
	)
})

test('what is no list of pairs is no ranges', () => {
	for (const value of [undefined, null, 3, 'x', [3], [[1]], [[1, '2']], [[1.5, 2]]]) expect(readRanges(value)).toBeUndefined()
})
