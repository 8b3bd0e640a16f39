import { describe, expect, test } from 'vitest'

import { Fms, fmsMeaning, FmsOverlay, overlayWords } from './fms.ts'
import { readLatLng } from './lat-lng.ts'
import { formatOpta, readOpta, spokenOpta } from './opta.ts'
import { formatPriority, priorityRank } from './priority.ts'
import { formatTacticalTime, readTacticalTime } from './tactical-time.ts'
import { formatTriage, triageOfCounter } from './triage.ts'
import { formatUtmref, readUtmref } from './utmref.ts'

describe('FMS', () => {
	test.each([
		[5, '5 and 0 are overlays: state them as payload.overlay'],
		[0, '5 and 0 are overlays: state them as payload.overlay'],
		['5', '5 and 0 are overlays: state them as payload.overlay, as a number'],
		['3', 'the status is a number: 3, not "3"'],
		['E', '"E" is a downlink letter from the control room to the unit, not a status of the unit'],
		['l', '"L" is a downlink letter from the control room to the unit, not a status of the unit'],
		[10, 'the status is one of 1, 2, 3, 4, 6, 7, 8, 9'],
		[undefined, 'the status is one of 1, 2, 3, 4, 6, 7, 8, 9'],
	])('refuses %j as a status', (input, message) => {
		expect(Fms.safeParse(input).error?.issues[0]?.message).toBe(message)
	})

	test('an overlay is 5 or 0', () => {
		expect([0, 5].map((value) => FmsOverlay.safeParse(value).success)).toEqual([true, true])
		expect(FmsOverlay.safeParse(3).error?.issues[0]?.message).toContain('payload.fms')
	})

	const patient = { de: 'Patient aufgenommen', en: 'patient aboard', class: 'bound' as const }
	const target = { de: 'am Zielort', en: 'at destination', class: 'bound' as const }
	const scheme = {
		hilfsorganisation: { '7': patient, '8': target, '0': { de: 'Notruf', en: 'emergency call' } },
		'hilfsorganisation/SH': { '8': { ...target, class: 'free' as const } },
	}

	test('7, 8, 9 and 0 mean what is configured for the organisation, and before that for its Land', () => {
		const unit = { organisation: 'hilfsorganisation' }
		expect(fmsMeaning(8, unit, scheme)).toEqual({ words: target, class: 'bound' })
		expect(fmsMeaning(8, { ...unit, opta: 'SHDRKLBK                ' }, scheme).class).toBe('free')
		expect(fmsMeaning(7, { ...unit, opta: 'SHDRKLBK                ' }, scheme).words).toBe(patient)
		expect(overlayWords(0, unit, scheme)?.de).toBe('Notruf')
	})

	test('everything else is national', () => {
		expect(fmsMeaning(8, { organisation: 'thw' }, scheme)).toEqual({ words: undefined, class: 'free' })
		expect(fmsMeaning(9, { organisation: 'hilfsorganisation' }, scheme)).toEqual({ words: undefined, class: 'out' })
		expect(fmsMeaning(3, { organisation: 'hilfsorganisation' }, scheme).class).toBe('bound')
		expect(fmsMeaning(7, { organisation: 'constructor' }, scheme).words).toBeUndefined()
		expect(overlayWords(5, { organisation: 'hilfsorganisation' }, scheme)).toBeUndefined()
	})
})

describe('OPTA', () => {
	const OPTA = 'HHFW HH 11   HLF20   01 '

	test('is cut into its parts', () => {
		const parts = { land: 'HH', organisation: 'FW', region: 'HH', place: '11', function: 'HLF20', order: '01', supplement: '' }
		expect(readOpta(OPTA)).toEqual({ ok: true, value: parts })
		expect(spokenOpta(OPTA)).toBe('HH FW HH 11 HLF20 01')
	})

	test.each([
		['HHFW HH 11   HLF20   01', 'an OPTA has 24 characters, blanks included; this has 23'],
		[`${OPTA} `, 'an OPTA has 24 characters, blanks included; this has 25'],
		['hhFW HH 11   HLF20   01 ', 'position 1 (land): "h" is none of A–Z, Ä, Ö, Ü, 0–9, blank, / . + -'],
		['HHFW HH 11   HLF#0   01 ', 'position 17 (function): "#" is none of A–Z, Ä, Ö, Ü, 0–9, blank, / . + -'],
		['H1FW HH 11   HLF20   01 ', 'positions 1–2 (land): "H1" is not two letters such as HH'],
		['HH   HH 11   HLF20   01 ', 'positions 3–5 (organisation): "" does not begin with a letter'],
	])('refuses %j: %s', (text, message) => {
		expect(readOpta(text)).toMatchObject({ ok: false, fault: { message } })
	})

	test('blanks that a spreadsheet cut off and small letters are mended only when the caller asks', () => {
		expect(readOpta('hhfw hh 11   hlf20   01', { pad: true, upper: true })).toEqual(readOpta(OPTA))
		expect(readOpta('SHFW HL LU\u0308BEC', { pad: true })).toMatchObject({ ok: true, value: { place: 'LÜBEC' } })
	})

	test('a part that is too long is not cut', () => {
		const parts = { land: 'HH', organisation: 'FW', region: 'HH', place: 'ALTONA', function: '', order: '', supplement: '' }
		expect(formatOpta(parts)).toMatchObject({ fault: { message: 'place: "ALTONA" is longer than 5' } })
	})
})

describe('Taktische Zeit', () => {
	const ZONE = 'Europe/Berlin'

	test('is the local time with a German month', () => {
		expect(formatTacticalTime(Date.UTC(2019, 0, 12, 18, 48), ZONE)).toBe('121948jan19')
		expect(formatTacticalTime(Date.UTC(2026, 6, 1, 22, 5), ZONE)).toBe('020005jul26')
		expect(formatTacticalTime(Date.UTC(2026, 2, 3, 11, 0), ZONE)).toBe('031200mrz26')
	})

	test.each([
		['121948jan19', '2019-01-12T18:48:00.000Z'],
		['121948JAN19', '2019-01-12T18:48:00.000Z'],
		['12 1948 Jan 19', '2019-01-12T18:48:00.000Z'],
		['031200mär26', '2026-03-03T11:00:00.000Z'],
		['031200MRZ26', '2026-03-03T11:00:00.000Z'],
		['031200März26', '2026-03-03T11:00:00.000Z'],
		['010000mai26', '2026-04-30T22:00:00.000Z'],
		['312359okt26', '2026-10-31T22:59:00.000Z'],
		['240600dezember26', '2026-12-24T05:00:00.000Z'],
	])('reads %s', (text, iso) => {
		const read = readTacticalTime(text, ZONE)
		expect(read.ok && new Date(read.value).toISOString()).toBe(iso)
	})

	test('the two hours of autumn have letters', () => {
		const first = Date.UTC(2026, 9, 25, 0, 30)
		expect(formatTacticalTime(first, ZONE)).toBe('2502A30okt26')
		expect(formatTacticalTime(first + 3_600_000, ZONE)).toBe('2502B30okt26')
		expect(readTacticalTime('2502B30OKT26', ZONE)).toEqual({ ok: true, value: first + 3_600_000 })
	})

	test.each([
		['290230mrz26', '02:30 does not exist on that day in Europe/Berlin: the clocks go forward'],
		['250230okt26', '02:30 is there twice on that day in Europe/Berlin: write 02A before or 02B after the clocks go back'],
		['2503A30okt26', '03:30 is there only once on that day in Europe/Berlin: no letter'],
		['310900feb26', 'feb of that year has no day 31'],
		['290900feb27', 'feb of that year has no day 29'],
		['122460jan19', '24:60 is not a time of day'],
		['121948dec19', '"dec" is not a German month such as mrz, mai, okt or dez'],
		['121948', '"121948" is not of the form DDHHMMmonYY, such as 121948jan19'],
		['1948jan19', '"1948jan19" is not of the form DDHHMMmonYY, such as 121948jan19'],
	])('refuses %s: %s', (text, message) => {
		expect(readTacticalTime(text, ZONE)).toMatchObject({ ok: false, fault: { message } })
	})
})

describe('UTMREF', () => {
	/** Published references, or Krüger's series (the map's grid lines) where none is; both agree with the library to the metre. */
	test.each([
		['Hamburg, town hall', { lat: 53.550_344, lng: 9.992_207 }, '32U NE 65736 33952'],
		['Berlin, Brandenburg Gate', { lat: 52.516_275, lng: 13.377_704 }, '33U UU 89918 19699'],
		['Eiffel Tower', { lat: 48.8582, lng: 2.2945 }, '31U DQ 48251 11932'],
		['Bergen, in the wide zone 32V', { lat: 60.3933, lng: 5.3242 }, '32V KN 97481 00864'],
		['Sydney, in the south', { lat: -33.856_784, lng: 151.215_297 }, '56H LH 34900 52290'],
	])('of %s', (_place, position, reference) => {
		expect(formatUtmref(position, 1)).toBe(reference)
	})

	test('digits are cut off, from 1 m to 100 km', () => {
		const place = { lat: 53.550_344, lng: 9.992_207 }
		expect(([10, 100, 1_000, 10_000, 100_000] as const).map((metres) => formatUtmref(place, metres))).toEqual([
			'32U NE 6573 3395',
			'32U NE 657 339',
			'32U NE 65 33',
			'32U NE 6 3',
			'32U NE',
		])
	})

	test('ends at 80° S and 84° N', () => {
		expect(formatUtmref({ lat: 84.1, lng: 10 }, 1)).toBeUndefined()
		expect(formatUtmref({ lat: -80.1, lng: 10 }, 1)).toBeUndefined()
	})

	test.each(['32U NE 65 33', '32UNE6533', '32u ne 6533', ' 32 U NE 65 33 '])('reads %j', (text) => {
		const read = readUtmref(text)
		expect(read.ok && [read.value.metres, formatUtmref(read.value.centre, 1_000)]).toEqual([1_000, '32U NE 65 33'])
	})

	test.each([
		['NE 65 33', '"NE 65 33" is not of the form zone, band, square, digits, such as 32U NE 657 339'],
		['61U NE 65 33', 'zone 61 does not exist: 1 to 60'],
		['0U NE', 'zone 0 does not exist: 1 to 60'],
		['32O NE 65 33', 'band O does not exist: C to X without I and O'],
		['32U IE 65 33', 'there is no square 32UIE'],
		['32U NE 65 333', '5 digits: easting and northing have equally many, at most five each'],
		['32U NE 657363 339522', '12 digits: easting and northing have equally many, at most five each'],
		['33U NE 65 33', 'the square 33UNE does not lie in that zone and band'],
		['32X NE 65 33', 'the square 32XNE does not lie in that zone and band'],
	])('refuses %j: %s', (text, message) => {
		expect(readUtmref(text)).toMatchObject({ ok: false, fault: { message } })
	})
})

describe('degrees', () => {
	test.each(['53.54, 9.98', '53.54,9.98', '53,54; 9,98', '53,54 9,98', '53,54, 9,98', '53.54° N 9.98° E', '53,54 N 9,98 O'])(
		'reads %s',
		(text) => {
			expect(readLatLng(text)).toEqual({ ok: true, value: { lat: 53.54, lng: 9.98 } })
		},
	)

	test.each([
		['93.54, 9.98', 'latitude'],
		['53.54, 199.98', 'longitude'],
		['0, 0', 'zero'],
		['53,54', 'shape'],
		['Florian 11/1', 'shape'],
		['5, 4, 3', 'shape'],
	])('refuses %s', (text, code) => {
		expect(readLatLng(text)).toMatchObject({ ok: false, fault: { code } })
	})

	test('south and west are negative', () => {
		expect(readLatLng('33.86 S, 18.42 W')).toEqual({ ok: true, value: { lat: -33.86, lng: -18.42 } })
	})
})

describe('Sichtung and Vorrangstufe', () => {
	test('are written as people write them', () => {
		expect([formatTriage('II', 'de'), formatTriage('dead', 'en'), formatPriority('sofort')]).toEqual([
			'SK II, gelb',
			'Dead, black',
			'Sofort',
		])
	})

	test('counters of the injured have a category, others none', () => {
		expect(['injured-1', 'injured-4', 'dead', 'missing'].map(triageOfCounter)).toEqual(['I', 'IV', 'dead', undefined])
	})

	test('Blitz before Sofort before Einfach; none is Einfach', () => {
		expect((['blitz', 'sofort', 'einfach', undefined] as const).map(priorityRank)).toEqual([2, 1, 0, 0])
	})
})
