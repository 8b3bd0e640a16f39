import { expect, test } from 'vitest'

import { steadyClock } from './clock.ts'

test('the clock follows jumps forward, and meets a clock that was set back without ever going back itself', () => {
	let wall = 100_000
	let monotonic = 0
	const now = steadyClock(
		() => wall,
		() => monotonic,
	)
	const pass = (ms: number) => {
		wall += ms
		monotonic += ms
		return now()
	}
	expect(pass(1_000)).toBe(101_000)
	wall += 60_000
	expect(pass(0)).toBe(161_000)
	wall -= 10_000
	expect(pass(0)).toBe(161_000)
	expect(pass(4_000)).toBe(163_000)
	expect(pass(30_000)).toBe(185_000)
	expect(pass(1_000)).toBe(186_000)
})
