import { describe, expect, test } from 'vitest'

import { nhnMetres, proposedStage } from './gauge.ts'

describe('gauge', () => {
	test('gives the level above NHN: 649 cm at St. Pauli is 1.49 m', () => {
		expect(nhnMetres(649, -5)).toBeCloseTo(1.49, 9)
		expect(nhnMetres(1_109, -5)).toBeCloseTo(6.09, 9)
	})

	test.each([
		[-5, undefined],
		[3.64, undefined],
		[3.65, 0],
		[4.99, 0],
		[5, 1],
		[5.5, 2],
		[6.49, 2],
		[6.5, 3],
		[9, 3],
	])('proposes for %f m NHN the stage %s', (level, stage) => {
		expect(proposedStage(level)).toBe(stage)
	})
})
