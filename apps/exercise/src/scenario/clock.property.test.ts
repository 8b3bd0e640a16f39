import fc from 'fast-check'
import { expect, test } from 'vitest'

import { ranFor, resumeClock, runsAt, scenarioAt, startClock, wallAfter, wallAt } from './clock.ts'

const speed = fc.constantFrom(0.5, 1, 7, 60)
const breaks = fc.array(fc.record({ after: fc.integer({ min: 1, max: 5_000 }), rest: fc.integer({ min: 0, max: 5_000 }), speed }), {
	maxLength: 4,
})
const clocks = fc.tuple(speed, breaks).map(([first, stops]) => {
	let clock = startClock(100_000, first)
	let wall = 100_000
	for (const stop of stops) {
		const from = wall + stop.after
		wall = from + stop.rest
		clock = resumeClock(clock, { from, to: wall, speed: stop.speed })
	}
	return clock
})

test('the scenario never runs backwards, and stands still only while interrupted', () => {
	fc.assert(
		fc.property(clocks, fc.integer({ min: 90_000, max: 160_000 }), fc.integer({ min: 1, max: 2_000 }), (clock, wall, step) => {
			expect(scenarioAt(clock, wall + step)).toBeGreaterThanOrEqual(scenarioAt(clock, wall))
			const moves = scenarioAt(clock, wall + 0.5) > scenarioAt(clock, wall)
			expect(moves).toBe(wall < 100_000 || runsAt(clock, wall))
		}),
	)
})

test('wall and scenario time, and wall and running time, translate back and forth', () => {
	fc.assert(
		fc.property(clocks, fc.integer({ min: 0, max: 300_000 }), (clock, ms) => {
			expect(scenarioAt(clock, wallAt(clock, ms))).toBeCloseTo(ms, 3)
			expect(ranFor(clock, wallAfter(clock, ms))).toBeCloseTo(ms, 3)
		}),
	)
})
