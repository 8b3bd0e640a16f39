import { expect, test } from 'vitest'

import { restartOf } from './restart.ts'

test('the pause doubles while a process keeps ending', () => {
	expect(restartOf([1_000])).toEqual({ type: 'restart', afterMs: 100 })
	expect(restartOf([1_000, 2_000])).toEqual({ type: 'restart', afterMs: 200 })
	expect(restartOf([1_000, 2_000, 3_000, 4_000])).toEqual({ type: 'restart', afterMs: 800 })
})

test('five ends within a minute are too many', () => {
	expect(restartOf([0, 10_000, 20_000, 30_000, 59_000])).toEqual({ type: 'give-up', deaths: 5 })
	expect(restartOf([0, 10_000, 20_000, 30_000, 60_001])).toEqual({ type: 'restart', afterMs: 800 })
})

test('an end long after the last one counts as the first', () => {
	expect(restartOf([0, 1_000, 2_000, 3_000, 3_600_000])).toEqual({ type: 'restart', afterMs: 100 })
})
