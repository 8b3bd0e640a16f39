import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { formatLatLng, readLatLng } from './lat-lng.ts'
import { formatOpta, readOpta } from './opta.ts'
import { formatStrength, readStrength, totalOf } from './strength.ts'
import { formatTacticalTime, readTacticalTime } from './tactical-time.ts'
import { formatUtmref, readUtmref, UTMREF_METRES } from './utmref.ts'

const part = fc.integer({ min: 0, max: 30 })
const strengths = fc.record({ leaders: part, subLeaders: part, crew: part })
const separator = fc.constantFrom('/', '//', ',', ' / ', ', ')

describe('Stärke', () => {
	test('reads back what it writes, with any separator', () => {
		fc.assert(
			fc.property(strengths, fc.array(separator, { minLength: 3, maxLength: 3 }), fc.boolean(), (strength, marks, equals) => {
				const [a = '/', b = '/', c = '/'] = marks
				const { leaders, subLeaders, crew } = strength
				const text = `${leaders}${a}${subLeaders}${b}${crew}${equals ? '=' : c}${totalOf(strength)}`
				expect(readStrength(text)).toEqual({ ok: true, value: strength })
				expect(readStrength(formatStrength(strength))).toEqual({ ok: true, value: strength })
			}),
		)
	})

	test('never accepts a total that is not the sum', () => {
		fc.assert(
			fc.property(strengths, fc.integer({ min: -20, max: 20 }), (strength, off) => {
				const total = totalOf(strength) + off
				fc.pre(off !== 0 && total >= 0)
				const { leaders, subLeaders, crew } = strength
				expect(readStrength(`${leaders}/${subLeaders}/${crew}/${total}`)).toMatchObject({ fault: { code: 'wrong-total' } })
			}),
		)
	})

	test('what it accepts without a total has one meaning', () => {
		fc.assert(
			fc.property(part, part, part, (a, b, c) => {
				const read = readStrength(`${a}/${b}/${c}`)
				expect(read.ok).toBe(c !== a + b || c === 0)
				expect(read.ok ? totalOf(read.value) : a + b + c).toBe(a + b + c)
			}),
		)
	})
})

describe('OPTA', () => {
	const text = (max: number) => fc.string({ unit: fc.constantFrom('A', 'Ü', '0', '9', '-'), maxLength: max })
	const optas = fc.record({
		land: fc.constantFrom('HH', 'SH', 'BU'),
		organisation: fc.constantFrom('FW', 'POL', 'T'),
		region: text(3),
		place: text(5),
		function: text(8),
		order: text(2),
		supplement: text(1),
	})

	test('reads back what it writes', () => {
		fc.assert(
			fc.property(optas, (opta) => {
				const written = formatOpta(opta)
				expect(written).toMatchObject({ ok: true })
				if (!written.ok) return
				expect(written.value).toHaveLength(24)
				expect(readOpta(written.value)).toEqual({ ok: true, value: opta })
				expect(readOpta(written.value.trimEnd().toLowerCase(), { pad: true, upper: true })).toEqual({ ok: true, value: opta })
			}),
		)
	})

	test('names the position of the first character that cannot be', () => {
		fc.assert(
			fc.property(optas, fc.integer({ min: 0, max: 23 }), fc.constantFrom('a', 'ß', '_', '\t'), (opta, at, wrong) => {
				const written = formatOpta(opta)
				if (!written.ok) return
				const broken = written.value.slice(0, at) + wrong + written.value.slice(at + 1)
				expect(readOpta(broken)).toMatchObject({ fault: { code: 'character', values: { at: at + 1 } } })
			}),
		)
	})
})

describe('Taktische Zeit', () => {
	const YEAR_2000 = Date.UTC(2000, 0, 2)
	const YEAR_2099 = Date.UTC(2099, 11, 30)
	const zones = fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Australia/Lord_Howe')
	const anyMinute = fc.integer({ min: YEAR_2000 / 60_000, max: YEAR_2099 / 60_000 })
	/** Around the nights on which clocks change. */
	const nights = fc
		.tuple(
			fc.constantFrom(Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2026, 10, 1, 4), Date.UTC(2026, 3, 4, 14)),
			fc.integer({ min: -90, max: 240 }),
		)
		.map(([night, minute]) => night / 60_000 + minute)

	test('reads back every minute it writes, the two hours of autumn included', () => {
		fc.assert(
			fc.property(fc.oneof(anyMinute, nights), zones, fc.boolean(), (minute, zone, upper) => {
				const written = formatTacticalTime(minute * 60_000, zone)
				expect(readTacticalTime(upper ? written.toUpperCase() : written, zone)).toEqual({ ok: true, value: minute * 60_000 })
			}),
			{ numRuns: 300 },
		)
	})
})

describe('UTMREF', () => {
	const near = fc.record({ lat: fc.double({ min: 47, max: 55, noNaN: true }), lng: fc.double({ min: 5.5, max: 15.5, noNaN: true }) })
	const world = fc.record({ lat: fc.double({ min: -80, max: 84, noNaN: true }), lng: fc.double({ min: -180, max: 180, noNaN: true }) })
	const border = fc.record({
		lat: fc.double({ min: 55.9, max: 72.1, noNaN: true }),
		lng: fc.tuple(fc.integer({ min: 0, max: 8 }), fc.double({ min: -0.001, max: 0.001, noNaN: true })).map(([zone, off]) => zone * 6 + off),
	})

	test('the square it writes holds the place, at every precision', () => {
		fc.assert(
			fc.property(fc.oneof(near, world, border), fc.constantFrom(...UTMREF_METRES), fc.boolean(), (place, metres, blanks) => {
				const written = formatUtmref(place, metres) ?? ''
				const read = readUtmref(blanks ? written : written.replaceAll(' ', '').toLowerCase())
				expect(read).toMatchObject({ ok: true, value: { metres } })
				if (!read.ok) return
				const { centre } = read.value
				const north = Math.abs(centre.lat - place.lat) * 111_320
				const east = Math.abs(centre.lng - place.lng) * 111_320 * Math.cos((place.lat * Math.PI) / 180)
				expect(Math.min(north, 1e9)).toBeLessThan(metres * 0.62 + 2)
				expect(Math.min(east, 1e9)).toBeLessThan(metres * 0.62 + 2)
			}),
			{ numRuns: 400 },
		)
	})

	/** Between zones and bands squares are cut: the centre of a whole one may lie beyond the edge, where another square has it. */
	const cellOf = ({ lat, lng }: { readonly lat: number; readonly lng: number }) => `${Math.floor(lat / 8)} ${Math.floor(lng / 6)}`

	test('a centre is written as the square it was read from', () => {
		fc.assert(
			fc.property(near, fc.constantFrom(...UTMREF_METRES.slice(2, 5)), (place, metres) => {
				const written = formatUtmref(place, metres) ?? ''
				const read = readUtmref(written)
				fc.pre(!read.ok || cellOf(read.value.centre) === cellOf(place))
				expect(read.ok && formatUtmref(read.value.centre, metres)).toBe(written)
			}),
		)
	})
})

test('degrees are read back as they are written', () => {
	const place = fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lng: fc.double({ min: -180, max: 180, noNaN: true }) })
	fc.assert(
		fc.property(place, ({ lat, lng }) => {
			const read = readLatLng(formatLatLng({ lat, lng }))
			const zero = Math.abs(lat) < 5e-6 && Math.abs(lng) < 5e-6
			expect(read.ok).toBe(!zero)
			expect(read.ok ? Math.max(Math.abs(read.value.lat - lat), Math.abs(read.value.lng - lng)) : 0).toBeLessThan(6e-6)
		}),
	)
})
