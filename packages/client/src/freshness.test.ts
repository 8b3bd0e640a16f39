import { describe, expect, test } from 'vitest'

import { freshness } from './freshness.ts'
import { addTrip, beginAnew, createHubClock, hubTimeAt } from './hub-clock.ts'

describe('the age of the picture', () => {
	test.each([
		[0, 'live', 0],
		[2_999, 'live', 2],
		[3_000, 'ago', 3],
		[15_000, 'ago', 15],
		[15_001, 'old', 15],
		[60_000, 'old', 60],
		[60_001, 'lost', 60],
		[-500, 'live', 0],
	] as const)('[C1] of %i ms is %s', (age, level, seconds) => {
		expect(freshness({ asOf: 1_000_000, hubNow: 1_000_000 + age })).toEqual({ level, seconds })
	})

	test('[C1] is not live when either time is unknown', () => {
		expect(freshness({ asOf: undefined, hubNow: 1 }).level).toBe('lost')
		expect(freshness({ asOf: 1, hubNow: undefined }).level).toBe('lost')
	})

	test("[C1] is told by the hub's clock, estimated from the fastest round trip", () => {
		const clock = createHubClock()
		expect(hubTimeAt(clock, 0)).toBeUndefined()
		addTrip(clock, { sent: 100, answered: 900, hubTime: 5_000_000 })
		addTrip(clock, { sent: 1_000, answered: 1_020, hubTime: 5_000_910 })
		addTrip(clock, { sent: 2_000, answered: 1_000, hubTime: 9 })
		expect(hubTimeAt(clock, 1_110)).toBe(5_001_010)
	})

	test('[C1] forgets round trips of long ago: quartzes drift', () => {
		const clock = createHubClock()
		addTrip(clock, { sent: 0, answered: 1, hubTime: 1_000 })
		for (let i = 1; i <= 8; i++) addTrip(clock, { sent: i * 100, answered: i * 100 + 40, hubTime: i * 100 + 2_020 })
		expect(hubTimeAt(clock, 1_000)).toBe(3_000)
	})
	test('[C1] of another connection replaces what a device measured before it slept, whose own clock may have stood still', () => {
		const clock = createHubClock()
		addTrip(clock, { sent: 0, answered: 2, hubTime: 1_001 })
		beginAnew(clock)
		expect(hubTimeAt(clock, 10)).toBe(1_010)
		addTrip(clock, { sent: 1_000, answered: 1_100, hubTime: 3_601_050 })
		expect(hubTimeAt(clock, 1_200)).toBe(3_601_200)
	})
})
