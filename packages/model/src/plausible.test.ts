import { describe, expect, test } from 'vitest'

import { canRise, isClockOff, isFar, isReachable, metresPerUnit, moverOfTrack, moverOfUnit } from './plausible.ts'
import type { Mover } from './plausible.ts'
import { instant } from './time.ts'

const HAMBURG = { lat: 53.55, lng: 9.99 }
const place = (seconds: number, metresNorth: number, accuracy: number | null = null) => ({
	at: instant(1_000_000 + seconds * 1_000),
	lat: HAMBURG.lat + metresNorth / 111_195,
	lng: HAMBURG.lng,
	accuracy,
})

describe('plausible', () => {
	test.each<[Mover, number, number, boolean]>([
		['unit', 60, 4_300, true],
		['unit', 60, 5_000, false],
		['unit', 3_600, 240_000, true],
		['unit', 0, 190, true],
		['unit', 0, 210, false],
		['aircraft', 60, 9_000, true],
		['aircraft', 60, 9_500, false],
		['ship', 60, 2_500, true],
		['ship', 60, 2_700, false],
		['track', 60, 20_000, true],
		['track', 60, 21_000, false],
	])('a %s is in %d s at a place %d m away: %s', (mover, seconds, metres, expected) => {
		expect(isReachable(place(0, 0), place(seconds, metres), mover)).toBe(expected)
		expect(isReachable(place(seconds, metres), place(0, 0), mover)).toBe(expected)
	})

	test('what is known about the accuracy of both places is allowed for', () => {
		expect(isReachable(place(0, 0, 400), place(0, 1_000, 500), 'unit')).toBe(true)
		expect(isReachable(place(0, 0, 400), place(0, 1_200, 500), 'unit')).toBe(false)
	})

	test('who flies is told by the sign and by the MMSI', () => {
		expect([undefined, {}, { grundzeichen: 'fahrzeug' }, { symbol: 'wasser' }].map(moverOfUnit)).toEqual(['unit', 'unit', 'unit', 'unit'])
		expect([{ grundzeichen: 'hubschrauber' }, { symbol: 'drohne' }].map(moverOfUnit)).toEqual(['aircraft', 'aircraft'])
		expect([undefined, '111211001', '211281610', '972000001'].map(moverOfTrack)).toEqual(['track', 'track', 'ship', 'ship'])
	})

	test.each([
		[1, 0.55, true],
		[1, 0.56, false],
		[1, 3, false],
		[60, 3, true],
		[60, 3.6, false],
	])('water rises in %d min by %d m: %s', (minutes, metres, expected) => {
		const [a, b] = [
			{ at: instant(0), metres: 1 },
			{ at: instant(minutes * 60_000), metres: 1 + metres },
		]
		expect(canRise(a, b)).toBe(expected)
		expect(canRise(b, a)).toBe(expected)
	})

	test.each([
		['W', 'cm', 0.01],
		['W', 'cm über PNP', 0.01],
		['W', 'm+NHN', 1],
		['W', 'm. ü. NHN', 1],
		['W', 'm', 1],
		['Wasserstand', 'mm', 0.001],
		['W', 'mg/l', undefined],
		['W', 'm³/s', undefined],
		['W', 'm/s', undefined],
		['W', '--', undefined],
		['Q', 'm³/s', undefined],
		['WT', '°C', undefined],
		['LT', 'cm', undefined],
	])('a sensor of %s in %s counts %s m', (property, unit, expected) => {
		expect(metresPerUnit(property, unit)).toBe(expected)
	})

	test('Munich is far from Hamburg, Bremen is not, and inside is not', () => {
		const area = [9.7, 53.38, 10.33, 53.75] as const
		expect(isFar({ lat: 48.14, lng: 11.58 }, area)).toBe(true)
		expect(isFar({ lat: 53.08, lng: 8.8 }, area)).toBe(false)
		expect(isFar(HAMBURG, area)).toBe(false)
	})

	test('a clock is doubted from two hours on; who says when it sent may be late', () => {
		const hour = 3_600_000
		const received = 100 * hour
		expect(isClockOff({ observed: undefined, sent: undefined, received })).toBe(false)
		expect(isClockOff({ observed: received - 2 * hour + 1, sent: undefined, received })).toBe(false)
		expect(isClockOff({ observed: received - 2 * hour, sent: undefined, received })).toBe(true)
		expect(isClockOff({ observed: received + 2 * hour, sent: undefined, received })).toBe(true)
		expect(isClockOff({ observed: received + 2 * hour, sent: received, received })).toBe(true)
		expect(isClockOff({ observed: received - 9 * hour, sent: received, received })).toBe(false)
		expect(isClockOff({ observed: received - 9 * hour, sent: received - 3 * hour, received })).toBe(true)
	})
})
