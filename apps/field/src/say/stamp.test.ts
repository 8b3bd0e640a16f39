import { describe, expect, test } from 'vitest'

import { DeviceClock } from './device-clock.ts'
import { nextStamp } from './stamp.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000

describe('the moment of a statement', () => {
	test('is the device’s own with the offset that was measured, and each has the next number', () => {
		const first = nextStamp(undefined, { wall: NOON, offset: 1_500 })
		expect(first.stamp).toEqual({ times: { observed: '2026-11-21T12:00:00.000Z' }, clockOffsetMs: 1_500, revision: 1 })
		expect(nextStamp(first.mark, { wall: NOON + 10, offset: 1_500 }).stamp.revision).toBe(2)
		expect(nextStamp(undefined, { wall: NOON, offset: undefined }).stamp).not.toHaveProperty('clockOffsetMs')
	})

	test('never lies before the one before it, also when the clock was set back in mid-shift without a hub', () => {
		const { mark } = nextStamp(undefined, { wall: NOON, offset: 0 })
		const back = nextStamp(mark, { wall: NOON - HOUR, offset: undefined })
		expect(back.mark.effective).toBe(NOON + 1)
		expect(back.stamp.clockOffsetMs).toBe(HOUR + 1)
		const twice = [back.mark, nextStamp(back.mark, { wall: NOON - HOUR, offset: undefined }).mark].map(({ effective }) => effective)
		expect(twice).toEqual([NOON + 1, NOON + 2])
	})

	test('takes the offset of the last shift where no hub was heard in this one, and the hub’s clock when a device’s was days ahead', () => {
		const { mark } = nextStamp(undefined, { wall: NOON, offset: -5_000 })
		expect(nextStamp(mark, { wall: NOON + HOUR, offset: undefined }).mark.effective).toBe(NOON + HOUR - 5_000)
		const ahead = nextStamp(undefined, { wall: NOON + 48 * HOUR, offset: undefined })
		const mended = nextStamp(ahead.mark, { wall: NOON + 48 * HOUR, offset: -48 * HOUR })
		expect(mended.mark.effective).toBe(NOON + 2_000)
		expect(mended.stamp.times.observed).toBe(new Date(NOON + 2_000).toISOString())
	})
})

describe('the clock of a device', () => {
	const look = (wall: number, mono: number, slept = false) => ({ wall, mono, slept })

	test('that was set in mid-shift tells the same moment as before', () => {
		for (const step of [-2 * HOUR, HOUR]) {
			const clock = new DeviceClock()
			clock.look(look(NOON, 0))
			clock.hear(NOON + 700, NOON)
			/** The other clock counts in parts of a millisecond; what is told of an offset is whole. */
			clock.look(look(NOON + 1_000 + step, 1_000.4))
			expect(NOON + 1_000 + step + (clock.offset ?? 0)).toBe(NOON + 1_700)
		}
	})

	test('that slept has slept, and an old connection does not talk it out of that', () => {
		const clock = new DeviceClock()
		clock.look(look(NOON, 0))
		clock.hear(NOON + 700, NOON)
		clock.look(look(NOON + HOUR, 1_000, true))
		clock.hear(NOON + 1_700, NOON + HOUR)
		expect(clock.offset).toBe(700)
		clock.connected()
		clock.hear(NOON + HOUR + 650, NOON + HOUR)
		expect(clock.offset).toBe(650)
	})

	test('knows nothing before a hub was heard', () => {
		const clock = new DeviceClock()
		clock.look(look(NOON, 0))
		clock.look(look(NOON - HOUR, 1_000))
		expect(clock.offset).toBeUndefined()
	})
})
