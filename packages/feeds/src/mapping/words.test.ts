import { instant } from '@lagebild/model/time.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import { describe, expect, test } from 'vitest'

import { printableLines } from './columns.ts'
import { plainText } from './functions.ts'
import { readTime } from './time.ts'
import { converted, unitFault } from './units.ts'
import { utmPosition } from './utm.ts'

describe('times', () => {
	test.each([
		['2026-11-21T20:41:00+01:00', undefined, '2026-11-21T20:41:00+01:00'],
		['21.11.2026 20:41', 'Europe/Berlin', '2026-11-21T19:41:00.000Z'],
		['21.11.2026 um 20:41 Uhr', 'Europe/Berlin', '2026-11-21T19:41:00.000Z'],
		['21.11.26 um 20:41 Uhr', 'Europe/Berlin', '2026-11-21T19:41:00.000Z'],
		['2026-07-21 20:41:07', 'Europe/Berlin', '2026-07-21T18:41:07.000Z'],
		['2026-07-21', 'Europe/Berlin', '2026-07-20T22:00:00.000Z'],
		['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		['Sat, 21 Nov 2026 20:41:00 +0100', undefined, '2026-11-21T19:41:00.000Z'],
		['Sat, 21 Nov 2026 19:41:00 GMT', undefined, '2026-11-21T19:41:00.000Z'],
		[1_795_291_200, undefined, '2026-11-21T20:00:00.000Z'],
		['1795291200000', undefined, '2026-11-21T20:00:00.000Z'],
	])('%s', (value, zone, wire) => {
		expect(readTime(value, zone)?.wire).toBe(wire)
	})
	test.each(['21.11.2026 20:41', '3021-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'gestern', 0, -1, 12_345, Number.NaN, null, ['x'], ''])(
		'%s is none without a zone',
		(value) => {
			expect(readTime(value, undefined)).toBeUndefined()
		},
	)
	test.each([
		['02:30', '2026-10-25T00:31:00Z', '2026-10-25T00:30:00.000Z'],
		['02:30', '2026-10-25T01:20:00Z', '2026-10-25T00:30:00.000Z'],
		['02:30', '2026-10-25T01:31:00Z', '2026-10-25T01:30:00.000Z'],
		['02:30', '2026-10-26T12:00:00Z', '2026-10-25T01:30:00.000Z'],
		['01:59', '2026-10-26T12:00:00Z', '2026-10-24T23:59:00.000Z'],
		['03:00', '2026-10-25T00:00:00Z', '2026-10-25T02:00:00.000Z'],
	])('in the hour that comes twice %s, received %s, is the pass that was over by then', (clock, received, wire) => {
		expect(readTime(`2026-10-25 ${clock}`, 'Europe/Berlin', instant(Date.parse(received)))?.wire).toBe(wire)
	})
	test.each(['31.02.2026 10:00', '2026-11-21 25:00', '00.00.0000'])('%s is none in any zone', (value) => {
		expect(readTime(value, 'Europe/Berlin')).toBeUndefined()
	})
})

describe('units', () => {
	test.each([
		[6_490, 'mm', 'cm', 649],
		[36, 'km/h', 'm/s', 10],
		[10, 'kn', 'km/h', 18.52],
		[32, '°F', '°C', 0],
		[273.15, 'K', '°C', 0],
		[0.87, '1', '%', 87],
		[1, 'bar', 'hPa', 1_000],
	])('%d %s are %s', (value, from, to, expected) => {
		expect(converted(value, from, to)).toBe(expected)
	})
	test('what is not of one dimension is not converted', () => {
		expect(unitFault('cm', '°C')).toBe('cm is a length and °C a temperature')
		expect(unitFault('Elle', 'cm')).toContain('"Elle" is not one of')
	})
})

describe('UTM', () => {
	test.each([
		['32N', 565_300, 5_934_200],
		['33N', 388_000, 5_820_000],
		['31N', 700_000, 1_000],
		['33N', 420_000, 7_600_000],
	])('%s %d %d lies in the square that UTMREF says', (zone, easting, northing) => {
		const position = utmPosition({ zone, easting, northing })
		const digits = `${String(easting).slice(-5)} ${String(northing).padStart(7, '0').slice(-5)}`
		expect(position && formatUtmref({ lat: position.lat + 1e-6, lng: position.lng + 1e-6 }, 1)?.slice(-11)).toBe(digits)
	})
	test('south of the equator the northing counts down from ten million', () => {
		expect(utmPosition({ zone: '32S', easting: 500_000, northing: 9_999_000 })?.lat).toBeCloseTo(-0.009, 3)
	})
	test('degrees are not metres', () => {
		expect(utmPosition({ zone: '32N', easting: 9.98, northing: 53.5 })).toBeUndefined()
	})
})

test('HTML becomes lines of text, and what only looks like it stays', () => {
	expect(plainText('<p>a &amp; b</p><p>1 < 2 &#x41;&#66;&nbsp;c&unknown;</p>')).toBe('a & b\n1 < 2 AB c&unknown;')
})

test('columns wrap, and what steers a terminal does not reach it', () => {
	const lines = printableLines({ title: 't', left: ['x'.repeat(100)], right: ['\u001B[2Jb\u202Ec'] }, { width: 80, colour: false })
	expect(lines.every((text) => text.length <= 80)).toBe(true)
	expect(lines[1]).toMatch(/^x{38} │ \uFFFD\[2Jb\uFFFDc$/)
	expect(lines).toHaveLength(4)
})
