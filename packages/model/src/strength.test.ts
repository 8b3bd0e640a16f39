import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { addStrength, formatStrength, readStrength, totalOf } from './strength.ts'

const part = fc.integer({ min: 0, max: 9_999 })
const strengths = fc.record({ leaders: part, subLeaders: part, crew: part })

describe('strength', () => {
	test.each(['1/2/6/9', '1/2/6=9', '1//2//6//9', ' 1 / 2 / 6 / 9 ', '1/2/6'])('reads %s', (text) => {
		expect(readStrength(text)).toEqual({ leaders: 1, subLeaders: 2, crew: 6 })
	})

	test.each(['', '9', '1/2', '1/2/6/8', '1/2/6/9/18', '1/-2/6', '1/a/6', '1/2/6/', '10000/0/0', '1,5/2/6'])('refuses %j', (text) => {
		expect(readStrength(text)).toBeUndefined()
	})

	test('reads back what it writes, whatever the size of the total', () => {
		fc.assert(
			fc.property(strengths, (strength) => {
				expect(readStrength(formatStrength(strength))).toEqual(strength)
			}),
		)
	})

	test('adds part by part', () => {
		fc.assert(
			fc.property(strengths, strengths, (a, b) => {
				expect(totalOf(addStrength(a, b))).toBe(totalOf(a) + totalOf(b))
			}),
		)
	})
})
