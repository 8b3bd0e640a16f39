import { expect, test } from 'vitest'

import { announce, NOTHING_ANNOUNCED, toneOf } from './announcement.ts'
import type { Tone } from './announcement.ts'

function said(...tones: readonly Tone[]) {
	return tones.reduce((before, tone) => announce(tone, before), NOTHING_ANNOUNCED).key
}

test('the first picture is no reconnection, whatever was shown on the way to it', () => {
	expect(said('good')).toBeUndefined()
	expect(said('lost', 'good')).toBeUndefined()
	expect(said('old', 'unknown', 'good')).toBeUndefined()
})

test('a link that was live and is lost says so, and says that it is back', () => {
	expect(said('good', 'lost')).toBe('frozen')
	expect(said('good', 'old')).toBe('old')
	expect(said('good', 'lost', 'unknown', 'good')).toBe('reconnected')
})

test('where there is no picture yet, none is frozen', () => {
	expect(toneOf({ session: 'offline', verified: 'unknown', stored: false }, 0)).toBe('unknown')
	expect(toneOf({ session: 'offline', verified: 'unknown', stored: true, asOf: 0 }, 600_000)).toBe('lost')
})
