import { describe, expect, test } from 'vitest'

import { typedOf } from './typed.ts'

const ZONE = 'Europe/Berlin'

describe('what is typed into the search field', () => {
	test.each(['32U NE 657 339', '32une657339', '53.54, 9.98', '53,54 N 9,98 O'])('%s is a place', (text) => {
		expect(typedOf(text, ZONE)).toMatchObject({ type: 'place' })
	})

	test.each(['Florian Hamburg 11/1', '11 HLF 20', 'Pegel', '12', '8.2', '32U', '', 'Tor 5, 6'])('%j is words', (text) => {
		expect(typedOf(text, ZONE)).toBeUndefined()
	})

	test('a tactical time is a moment', () => {
		expect(typedOf('121948jan19', ZONE)).toEqual({ type: 'time', at: Date.UTC(2019, 0, 12, 18, 48) })
	})

	test.each([
		['32U NE 65 333', 'digits'],
		['61U NE 65 33', 'zone'],
		['93.5, 9.9', 'latitude'],
		['250230okt26', 'twice'],
	])('%s is refused with its reason: %s', (text, code) => {
		expect(typedOf(text, ZONE)).toMatchObject({ type: 'refused', fault: { code } })
	})
})
