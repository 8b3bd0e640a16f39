import { describe, expect, test } from 'vitest'

import { rowForKey, rowWindow, steadyOrder } from './window.ts'

describe('a long list', () => {
	test('draws what is in view and a few rows around it', () => {
		const { first, last, height } = rowWindow({ count: 10_000, rowHeight: 48, scrollTop: 48_000, viewHeight: 480 })
		expect([first, last, height]).toEqual([994, 1016, 480_000])
	})

	test('a list that became shorter while it was scrolled draws nothing beyond its end', () => {
		expect(rowWindow({ count: 3, rowHeight: 48, scrollTop: 48_000, viewHeight: 480 })).toEqual({ first: 3, last: 3, height: 144 })
	})

	test('while it is held, what is known keeps its place and what is new waits', () => {
		expect(steadyOrder(['a', 'b', 'c'], ['c', 'd', 'a'])).toEqual({ order: ['a', 'c'], waiting: 1 })
	})

	test('keys move within the list', () => {
		const at = { active: 2, count: 10, page: 4 }
		expect(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) => rowForKey(key, at))).toEqual([
			3,
			1,
			6,
			0,
			0,
			9,
			undefined,
		])
	})
})
