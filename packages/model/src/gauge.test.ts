import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { nhnMetres, proposedStage, readingCm, surgeClass, zeroAt } from './gauge.ts'

const STAGES = [
	{ stage: 0, from: 3.65 },
	{ stage: 1, from: 5 },
	{ stage: 2, from: 5.5 },
	{ stage: 3, from: 6.5 },
]
const CLASSES = [1.5, 2.5, 3.5].map((above) => ({ name: { de: String(above), en: String(above) }, above }))

describe('gauge', () => {
	test('gives the level above NHN: 649 cm at St. Pauli is 1.49 m and no stage', () => {
		expect(nhnMetres(649, -5)).toBeCloseTo(1.49, 9)
		expect(proposedStage(nhnMetres(649, -5), STAGES)).toBeUndefined()
	})

	test('1,032 cm is 5.32 m and proposes stage 1', () => {
		expect(nhnMetres(1_032, -5)).toBeCloseTo(5.32, 9)
		expect(proposedStage(nhnMetres(1_032, -5), STAGES)).toMatchObject({ stage: 1 })
	})

	test('there and back', () => {
		fc.assert(
			fc.property(fc.integer({ min: -200, max: 2_000 }), fc.constantFrom(-5, -5.004, 0, 400.25), (cm, zero) => {
				expect(readingCm(nhnMetres(cm, zero), zero)).toBeCloseTo(cm, 6)
			}),
		)
	})

	test.each([
		[-5, undefined],
		[3.64, undefined],
		[3.65, 0],
		[nhnMetres(865, -5), 0],
		[4.99, 0],
		[5, 1],
		[5.5, 2],
		[6.49, 2],
		[6.5, 3],
		[9, 3],
	])('proposes for %f m NHN the stage %s, in whatever order the lines are', (level, stage) => {
		expect(proposedStage(level, STAGES)?.stage).toBe(stage)
		expect(proposedStage(level, STAGES.toReversed())?.stage).toBe(stage)
	})

	test.each([
		[3.64, undefined],
		[3.65, 1.5],
		[4.65, 2.5],
		[5.65, 3.5],
	])('class of %f m NHN over a mean high water of 2.15 m is %s', (level, above) => {
		expect(surgeClass(level, { mhw: 2.15, classes: CLASSES })?.above).toBe(above)
		expect(surgeClass(level, { classes: CLASSES })).toBeUndefined()
	})
})

describe('the zero that held', () => {
	const old = { metres: -5, datum: 'NHN' }
	const now = { metres: -5.004, datum: 'NHN' }
	const zeros = { '2019-11-01': now, '1990-01-01': old }

	test.each([
		['1989-12-31T23:59:59Z', undefined],
		['1990-01-01T00:00:00Z', old],
		['2019-10-31T23:59:59Z', old],
		['2019-11-01T00:00:00Z', now],
		['2026-11-21T20:00:00Z', now],
	])('at %s', (at, zero) => {
		expect(zeroAt(zeros, Date.parse(at))).toBe(zero)
	})

	test('without a zero there is none, and one that was withdrawn is none', () => {
		expect([zeroAt(undefined, 0), zeroAt({}, 0), zeroAt({ '1960-01-01': null }, 0)]).toEqual([undefined, undefined, undefined])
	})
})
