import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { iso, IsoTime, readIso } from './time.ts'

const MOMENT = Date.UTC(2026, 10, 21, 19, 41, 0)

describe('readIso', () => {
	test.each([
		['2026-11-21T20:41:00+01:00', MOMENT],
		['2026-11-21T20:41:00+0100', MOMENT],
		['2026-11-21T20:41+01', MOMENT],
		['2026-11-21t19:41:00z', MOMENT],
		['2026-11-21 19:41:00 Z', MOMENT],
		[' 2026-11-21T19:41:00-00:00 ', MOMENT],
		['2026-11-21T19:41:00.5Z', MOMENT + 500],
		['2026-11-21T19:41:00,123456789Z', MOMENT + 123],
		['2026-11-21T16:11:00-03:30', MOMENT],
		['1970-01-01T00:00:00Z', 0],
		['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
	])('reads %s', (text, expected) => {
		expect(readIso(text)).toBe(expected)
	})

	test.each([
		'',
		'now',
		'1763754060',
		'2026-11-21',
		'2026-11-21T20:41:00',
		'2026-11-21T20:41:00 MEZ',
		'2026-02-30T20:41:00Z',
		'2025-02-29T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'2026-11-21T25:00:00Z',
		'2026-11-21T20:60:00Z',
		'2026-11-21T20:41:00+25:00',
		'1969-12-31T23:59:59Z',
		'2200-01-01T00:00:00Z',
		'21.11.2026 20:41 Z',
	])('refuses %j', (text) => {
		expect(readIso(text)).toBeUndefined()
		expect(IsoTime.safeParse(text).success).toBe(false)
	})

	test('reads back every moment that it writes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: Date.UTC(2199, 11, 31) }), (ms) => {
				expect(readIso(iso(ms))).toBe(ms)
				expect(iso(ms)).toHaveLength(24)
			}),
		)
	})

	test('answers any text without throwing', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(['number', 'undefined']).toContain(typeof readIso(text))
			}),
		)
	})
})
