import { expect, test } from 'vitest'

import { servePegelonline } from '../serve/pegelonline.ts'
import { MINUTE, startClock } from './clock.ts'
import { FLEET } from './fleet.ts'
import { spikeCm, strayPlace, tabletBehind } from './implausible.ts'

const START = 1_800_000_000_000
const clock = startClock(START, 1)

test('what goes wrong goes wrong with things of the exercise, and once', () => {
	const natives = FLEET.map(({ native }) => native)
	const minutes = Array.from({ length: 120 }, (_, i) => i * MINUTE)
	expect(natives.filter((native) => strayPlace(native, 0, 120 * MINUTE))).toEqual(['florian-hamburg-12-1'])
	expect(natives.filter((native) => tabletBehind(native, 20 * MINUTE) > 0)).toEqual(['florian-hamburg-13-1'])
	expect(minutes.filter((from) => strayPlace('florian-hamburg-12-1', from, from + MINUTE))).toHaveLength(1)
	expect(minutes.filter((at) => spikeCm('9990010', clock, { before: START + at, at: START + at + MINUTE }) > 0)).toHaveLength(1)
})

test('the gauge of Bunthaus is served with one spike, the same at each asking', () => {
	const ask = () => {
		const context = { base: '', clock, now: START + 40 * MINUTE }
		const { body } = servePegelonline('/stations/9990010/W/measurements.json', new URLSearchParams({ start: 'PT1H' }), context)
		return body
	}
	const values = [...ask().matchAll(/"value":(\d+)/g)].map(([, value]) => Number(value))
	const jumps = values.filter((value, i) => i > 0 && Math.abs(value - (values[i - 1] ?? value)) > 100)
	expect(jumps).toHaveLength(2)
	expect(ask()).toBe(ask())
})
