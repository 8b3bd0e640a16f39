import fc from 'fast-check'
import { expect, test } from 'vitest'

import { RecordedClock } from './recorded-clock.ts'

const move = fc.record({ wall: fc.integer({ min: -5_000, max: 5_000 }), monotonic: fc.integer({ min: 0, max: 3_000 }) })

test('[J4] recorded never falls, is never behind the wall clock, and catches up with it', () => {
	fc.assert(
		fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
			const now = { wall: 1_000_000, monotonic: 0 }
			const clock = new RecordedClock({ wall: () => now.wall, monotonic: () => now.monotonic }, { recorded: 0, wall: 0 })
			let last = clock.read().recorded
			for (const { wall, monotonic } of moves) {
				now.wall += wall
				now.monotonic += monotonic
				const moment = clock.read()
				expect(moment.recorded).toBeGreaterThanOrEqual(Math.max(last, Math.min(now.wall, moment.wall)))
				last = moment.recorded
			}
			now.wall += 1_000_000
			now.monotonic += 1_000_000
			expect(clock.read().recorded).toBe(now.wall)
		}),
	)
})

test('[J4] a step is told once, or again when it could not be written; small drift is not', () => {
	const now = { wall: 1_000_000, monotonic: 0 }
	const clock = new RecordedClock({ wall: () => now.wall, monotonic: () => now.monotonic }, { recorded: 0, wall: 0 })
	now.wall += 1_900
	now.monotonic += 1_000
	expect(clock.read()).toEqual({ recorded: 1_001_900, wall: 1_001_900 })
	now.wall += 60_000
	const moment = clock.read()
	expect(moment).toMatchObject({ step: { expected: 1_001_900, wall: 1_061_900 } })
	expect(clock.read().step).toBeUndefined()
	clock.giveBack(moment)
	expect(clock.read().step).toEqual(moment.step)
})
