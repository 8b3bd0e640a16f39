import { nhnMetres } from '@lagebild/model/gauge.ts'
import { expect, test } from 'vitest'

import { HOUR, MINUTE } from './clock.ts'
import { GAUGES, ST_PAULI } from './gauges.ts'
import { astronomic, CYCLE, forecast, level, PEAK, readingCm, turnsBetween } from './water.ts'

/** Local extremes of a curve, by the minute. */
function turningPoints(curve: (at: number) => number, from: number, to: number): readonly number[] {
	const found: number[] = []
	for (let at = from + MINUTE; at < to; at += MINUTE) {
		const [before, here, after] = [curve(at - MINUTE), curve(at), curve(at + MINUTE)]
		if ((here - before) * (after - here) < 0) found.push(at)
	}
	return found
}

test('St. Pauli peaks at 6.09 m NHN, 3.9 m above the astronomic tide, 2 h 40 min after the start', () => {
	expect(level(ST_PAULI, PEAK)).toBeCloseTo(6.09, 3)
	expect(level(ST_PAULI, PEAK) - astronomic(ST_PAULI, PEAK)).toBeCloseTo(3.9, 2)
	expect(PEAK).toBe(160 * MINUTE)
	for (let at = -24 * HOUR; at < 30 * HOUR; at += MINUTE) expect(level(ST_PAULI, at)).toBeLessThan(6.0901)
	expect(nhnMetres(readingCm(ST_PAULI, PEAK), ST_PAULI.zero)).toBeCloseTo(6.09, 2)
})

test('a reading of 649 cm is 1.49 m NHN at St. Pauli', () => {
	expect(nhnMetres(649, ST_PAULI.zero)).toBeCloseTo(1.49, 2)
})

test('the surge runs up the river: each gauge peaks at its own height and later than the one before', () => {
	const peaks = GAUGES.map((gauge) => PEAK + gauge.delay * MINUTE)
	expect(peaks).toEqual(peaks.toSorted((a, b) => a - b))
	for (const gauge of GAUGES) expect(level(gauge, PEAK + gauge.delay * MINUTE)).toBeCloseTo(gauge.peak, 6)
})

test.each(GAUGES.map((gauge) => [gauge.shortname, gauge] as const))(
	'%s rises from low to high water and falls back without another turn',
	(_, gauge) => {
		const from = -24 * HOUR
		const to = from + 4 * 12.42 * HOUR
		for (const curve of [level, astronomic]) {
			const turns = turningPoints((at) => curve(gauge, at), from, to)
			expect(turns.length).toBeGreaterThanOrEqual(7)
			expect(turns.length).toBeLessThanOrEqual(8)
		}
	},
)

test('between the surges there is nothing but the tide, and the next surge is like the first', () => {
	expect(level(ST_PAULI, PEAK + 30 * HOUR)).toBeCloseTo(astronomic(ST_PAULI, PEAK + 30 * HOUR), 6)
	expect(level(ST_PAULI, PEAK + CYCLE)).toBeCloseTo(6.09, 3)
	for (let at = -30 * HOUR; at < 3 * CYCLE; at += MINUTE)
		expect(Math.abs(level(ST_PAULI, at + MINUTE) - level(ST_PAULI, at))).toBeLessThan(0.04)
})

test('the forecast three hours ahead misses the peak by 25 cm, within its ±30 cm, and hits it at last', () => {
	expect(forecast(ST_PAULI, PEAK - 3 * HOUR, PEAK)).toBeCloseTo(5.84, 2)
	expect(forecast(ST_PAULI, PEAK, PEAK)).toBeCloseTo(6.09, 3)
})

test('turns name high and low waters in order', () => {
	const turns = turnsBetween(ST_PAULI, 0, 13 * HOUR)
	expect(turns.map(({ event }) => event)).toEqual(['HW', 'NW'])
	expect(turns[0]?.scenario).toBe(PEAK)
})

test('readings are whole centimetres and the same at each call', () => {
	for (let at = -HOUR; at < HOUR; at += 7 * MINUTE) {
		expect(Number.isInteger(readingCm(ST_PAULI, at))).toBe(true)
		expect(readingCm(ST_PAULI, at)).toBe(readingCm(ST_PAULI, at))
	}
})
