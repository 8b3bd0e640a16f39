import { describe, expect, test } from 'vitest'

import { addStrength, readStrength, totalOf } from './strength.ts'

describe('strength', () => {
	test.each(['1/2/6/9', '1/2/6=9', '1//2//6//9', ' 1 / 2 / 6 / 9 ', '1,2,6,9', '1/2, 6=9', '1/2/6'])('reads %s', (text) => {
		expect(readStrength(text)).toEqual({ ok: true, value: { leaders: 1, subLeaders: 2, crew: 6 } })
	})

	test.each(['1/8', '1/8=9', '0/1/8/9', '1,8'])('reads %s as a squad: its leader is an Unterführer', (text) => {
		expect(readStrength(text)).toEqual({ ok: true, value: { leaders: 0, subLeaders: 1, crew: 8 } })
	})

	test.each([
		['1/2/6/10', 'the total says 10, the parts sum to 9'],
		['1/8=10', 'the total says 10, the parts sum to 9'],
		['1/8/9', '"1/8/9" can be 0/1/8/9 with its total or 1/8/9/18 without one; write all four figures'],
		['9', '"9" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9'],
		['1/2/6/9/18', '"1/2/6/9/18" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9'],
		['1=2=6=9', '"1=2=6=9" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9'],
		['1=2/6/9', '"1=2/6/9" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9'],
		['5=5', '"5=5" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9'],
		['1/a/6', '"a" in "1/a/6" is no whole number of at most five digits'],
		['1/-2/6', '"-2" in "1/-2/6" is no whole number of at most five digits'],
		['1/2/6/', '"" in "1/2/6/" is no whole number of at most five digits'],
		['1.5/2/6', '"1.5" in "1.5/2/6" is no whole number of at most five digits'],
		['10000/0/0/10000', '10000 is more than 9999'],
	])('refuses %s: %s', (text, message) => {
		expect(readStrength(text)).toMatchObject({ ok: false, fault: { message } })
	})

	test('sums level by level', () => {
		const sum = addStrength({ leaders: 1, subLeaders: 3, crew: 18 }, { leaders: 0, subLeaders: 1, crew: 8 })
		expect(sum).toEqual({ leaders: 1, subLeaders: 4, crew: 26 })
		expect(totalOf(sum)).toBe(31)
	})
})
