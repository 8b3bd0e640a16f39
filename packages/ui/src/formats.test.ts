import { describe, expect, test } from 'vitest'

import { createFormats } from './formats.ts'

const de = createFormats('de', 'Europe/Berlin')
const en = createFormats('en', 'Europe/Berlin')
/** 21 November 2026, 21:04:10 in Hamburg. */
const NOW = Date.UTC(2026, 10, 21, 20, 4, 10)
const MINUTE = 60_000

describe('figures', () => {
	test('German figures have a decimal comma, a thousands point and a real minus', () => {
		expect(de.figure(3.91, 2)).toBe('3,91')
		expect(de.figure(1240)).toBe('1.240')
		expect(de.figure(-5, 2)).toBe('−5,00')
		expect(en.figure(3.91, 2)).toBe('3.91')
	})

	test('what rounds to zero has no sign', () => {
		expect(de.figure(-0.001, 2)).toBe('0,00')
		expect(de.signed(-0.4)).toBe('±0')
		expect(de.signed(125)).toBe('+125')
		expect(de.signed(-3)).toBe('−3')
	})
})

describe('times', () => {
	test('a clock time has 24 hours and the zone of the operation, not of the device', () => {
		expect(de.clock(NOW)).toBe('21:04:10')
		expect(en.clock(NOW)).toBe('21:04:10')
		expect(createFormats('de', 'UTC').clock(NOW)).toBe('20:04:10')
		expect(de.clock(Date.UTC(2026, 10, 21, 23, 0, 0))).toBe('00:00:00')
	})

	test('an age is relative up to an hour and the time itself from then on', () => {
		expect(de.age(NOW - 3_000, NOW)).toBe('vor 3 s')
		expect(de.age(NOW - 6 * MINUTE, NOW)).toBe('vor 6 min')
		expect(de.age(NOW - 59 * MINUTE, NOW)).toBe('vor 59 min')
		expect(de.age(NOW - 60 * MINUTE, NOW)).toBe('20:04')
		expect(en.age(NOW - 3_000, NOW)).toBe('3 s ago')
	})

	test('another day is named', () => {
		expect(de.age(NOW - 24 * 60 * MINUTE, NOW)).toBe('20.11., 21:04')
		expect(de.stand(NOW - 24 * 60 * MINUTE, NOW)).toBe('Stand 20.11., 21:04')
	})

	test('Stand names the time and the age', () => {
		expect(de.stand(NOW - MINUTE, NOW)).toBe('Stand 21:03, vor 1 min')
		expect(en.stand(NOW - MINUTE, NOW)).toBe('As of 21:03, 1 min ago')
	})

	test('a time ahead of the clock is never a negative age', () => {
		expect(de.age(NOW + 1_500, NOW)).toBe('vor 0 s')
	})

	test('time left is given in hours and minutes', () => {
		expect(de.span(62 * MINUTE)).toBe('1 h 02 min')
		expect(de.span(9 * MINUTE)).toBe('9 min')
	})
})
