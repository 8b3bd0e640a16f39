import { expect, test } from 'vitest'

import { linePath, roundAbove, thinned } from './chart.ts'

test('a line goes from left to right, and nothing leaves the box', () => {
	expect(linePath([0, 5, 20], { width: 80, height: 10, most: 10 })).toBe('M0.0 10.0L40.0 5.0L80.0 0.0')
	expect(linePath([3], { width: 80, height: 10, most: 10 })).toBe('')
})

test('neighbours become their mean', () => {
	expect(thinned([1, 3, 5, 7, 9], 2)).toEqual([2, 6, 9])
})

test('the axis ends at a round number that three lines divide', () => {
	for (const value of [0, 1, 2, 7, 14, 95, 738, 12_345]) {
		expect(roundAbove(value)).toBeGreaterThanOrEqual(value)
		expect(roundAbove(value) % 3).toBe(0)
	}
	expect(roundAbove(14)).toBe(15)
})
