import { describe, expect, test } from 'vitest'

import { NOW } from '../testing/things.ts'
import { readWhen } from './when.ts'

const ZONE = 'Europe/Berlin'
const MINUTE = 60_000
const at2104 = Math.floor(NOW / MINUTE) * MINUTE

describe('a time that somebody types', () => {
	test.each([
		['21:04', at2104],
		['2041', at2104 - 23 * MINUTE],
		['0:30', at2104 - (20 * 60 + 34) * MINUTE],
		['22:00', at2104 - (23 * 60 + 4) * MINUTE],
		['201800nov26', at2104 - (27 * 60 + 4) * MINUTE],
	])('%s is the last such time that was', (text, at) => {
		expect(readWhen(text, NOW, ZONE)).toBe(at)
	})

	test.each(['', 'eben', '25:00', '21:77', '231800nov26'])('%j is none', (text) => {
		expect(readWhen(text, NOW, ZONE)).toBeUndefined()
	})
})
