import { describe, expect, test } from 'vitest'

import { follow, isDue, isPlace } from './fix.ts'
import type { Fix } from './fix.ts'

const HERE: Fix = { lat: 53.52, lng: 10.03, accuracy: 8, at: 1_000_000 }
const at = (seconds: number, over: Partial<Fix> = {}): Fix => ({ ...HERE, at: HERE.at + seconds * 1_000, ...over })

describe('a place', () => {
	test('is neither 0/0 nor a circle as large as a town', () => {
		expect([HERE, at(0, { lat: 0, lng: 0 }), at(0, { accuracy: 5_000 }), at(0, { lat: Number.NaN })].map(isPlace)).toEqual([
			true,
			false,
			false,
			false,
		])
	})

	test('that nobody could have reached is held back until a second one agrees with it', () => {
		const far = { lat: 53.9 }
		const jumped = follow({ fix: HERE }, at(5, far))
		expect([jumped.fix, jumped.held?.lat]).toEqual([HERE, 53.9])
		expect(follow(jumped, at(10)).fix).toEqual(at(10))
		expect(follow(jumped, at(10, far)).fix).toEqual(at(10, far))
		expect(follow({ fix: HERE }, at(5, { lat: 0, lng: 0 }))).toEqual({ fix: HERE })
	})
})

describe('a place is told', () => {
	test.each([
		['at once', undefined, at(0), undefined, true],
		['once a minute while it stands', HERE, at(30), undefined, false],
		['once a minute while it stands', HERE, at(60), undefined, true],
		['every five seconds while it moves', HERE, at(5, { speed: 12 }), undefined, true],
		['every five seconds while it moves', HERE, at(5, { lat: 53.521 }), undefined, true],
		['every half minute while it moves on a low battery', HERE, at(10, { speed: 12 }), { level: 0.15, charging: false }, false],
		['as usual while the battery is charged', HERE, at(10, { speed: 12 }), { level: 0.15, charging: true }, true],
		['when the clock was set back', HERE, at(-3_600), undefined, true],
	] as const)('%s', (_name, last, next, battery, due) => {
		expect(isDue(last, next, battery)).toBe(due)
	})
})
