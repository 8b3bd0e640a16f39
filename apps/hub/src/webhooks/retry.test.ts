import { expect, test } from 'vitest'

import { pauseMs, retryAfterMs } from './retry.ts'

test('[X11] pauses grow to five minutes, apart by chance, and are never shorter than asked for', () => {
	const longest = [1, 2, 3, 9, 40].map((attempts) => pauseMs({ attempts, chance: 1 }))
	expect(longest).toEqual([1_000, 2_000, 4_000, 256_000, 300_000])
	expect(pauseMs({ attempts: 3, chance: 0 })).toBe(2_000)
	expect(pauseMs({ attempts: 1, chance: 0, askedMs: 90_000 })).toBe(90_000)
	expect(pauseMs({ attempts: 1, chance: 0, askedMs: 90_000_000 })).toBe(3_600_000)
})

test('[X11] Retry-After is seconds or a date', () => {
	const now = Date.parse('2026-11-21T20:00:00Z')
	expect(
		['7', 'Sat, 21 Nov 2026 20:01:00 GMT', 'Sat, 21 Nov 2026 19:00:00 GMT', 'bald', null].map((text) => retryAfterMs(text, now)),
	).toEqual([7_000, 60_000, 0, undefined, undefined])
})
