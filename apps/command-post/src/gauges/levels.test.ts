import { describe, expect, test } from 'vitest'

import { gauge, NOW } from '../testing/things.ts'
import { knownAt, levelSeries, reaches, waterAt, withNewest } from './levels.ts'
import { readSeries } from './series.ts'
import { sparkPath } from './spark-path.ts'

const HOUR = 3_600_000
const rising = { at: [NOW, NOW + HOUR, NOW + 2 * HOUR], value: [3, 4, 6] }

describe('curves', () => {
	test('are read as the hub writes them, with gaps, and nonsense is empty', () => {
		const series = readSeries({
			observed: { at: [NOW], value: [null] },
			forecast: { issued: NOW, at: [NOW], value: [900], lower: [870], upper: [930] },
		})
		expect(series.observed).toEqual({ at: [NOW], value: [null] })
		expect(series.forecast).toMatchObject({ issued: NOW, lower: [870], upper: [930] })
		expect(readSeries('nonsense')).toEqual({ observed: { at: [], value: [] }, forecast: undefined, astronomic: undefined })
	})

	test('become metres NHN, and the forecast begins now', () => {
		const series = readSeries({
			observed: { at: [NOW - HOUR], value: [891] },
			forecast: { issued: NOW, at: [NOW - HOUR, NOW + HOUR], value: [900, 1000] },
		})
		const levels = levelSeries(gauge('ST. PAULI').fields, series, { from: NOW - 2 * HOUR, to: NOW + 2 * HOUR, now: NOW })
		expect(levels.observed.value[0]).toBeCloseTo(3.91)
		expect(levels.forecast?.at).toEqual([NOW + HOUR])
	})

	test('take a newer value and no older one', () => {
		expect(withNewest({ at: [1], value: [2] }, 3, 4)).toEqual({ at: [1, 3], value: [2, 4] })
		expect(withNewest({ at: [3], value: [2] }, 3, 4)).toEqual({ at: [3], value: [2] })
	})

	test('a gap breaks the small line', () => {
		expect(sparkPath({ at: [0, 1, 2, 3, 4], value: [1, 2, null, 1, 2] }).match(/M/g)).toHaveLength(2)
		expect(sparkPath({ at: [0], value: [1] })).toBe('')
	})
})

describe('when the water comes', () => {
	test('a height is reached between two points of the forecast', () => {
		expect(reaches(rising, 5, NOW)).toBe(NOW + 1.5 * HOUR)
		expect(reaches(rising, 7, NOW)).toBeUndefined()
	})

	test('without a forecast it is not known, and never said to stay free', () => {
		expect(waterAt(5, 4, { forecast: undefined, now: NOW })).toEqual({ state: 'unknown' })
		expect(waterAt(7, 4, { forecast: rising, now: NOW })).toEqual({ state: 'free' })
		expect(waterAt(4, 4.2, { forecast: undefined, now: NOW })).toEqual({ state: 'reached' })
	})
})

test('a forecast that was issued later was not known then, and now everything is', () => {
	const series = readSeries({ observed: { at: [], value: [] }, forecast: { issued: 2_000, times: [3_000], values: [900] } })
	expect(knownAt(series, 1_000).forecast).toBeUndefined()
	expect(knownAt(series, 2_000)).toBe(series)
	expect(knownAt(series, undefined)).toBe(series)
})
