import { describe, expect, test } from 'vitest'

import type { LinkFacts } from './facts.ts'
import { isFrozen, linkView, worstLink } from './link.ts'

const NOW = 1_000_000
const clock = (at: number) => `t${at}`
const live: LinkFacts = { session: 'live', stored: false, verified: 'yes' }
const aged = (seconds: number, session: LinkFacts['session'] = 'live'): LinkFacts => ({ ...live, session, asOf: NOW - seconds * 1_000 })

describe('[C1] what the chip says', () => {
	test.each([
		[0, 'live'],
		[2, 'live'],
		[3, 'ago'],
		[15, 'ago'],
		[16, 'old'],
		[60, 'old'],
		[61, 'lost'],
	] as const)('%i s old is %s', (seconds, state) => {
		expect(linkView(aged(seconds), NOW, clock).state).toBe(state)
	})

	test('an open socket alone is not live', () => {
		expect(linkView(live, NOW, clock).state).toBe('connecting')
		expect(linkView(aged(90, 'live'), NOW, clock)).toEqual({ state: 'lost', seconds: 90, stand: `t${NOW - 90_000}` })
	})

	test('a load in progress is catching up, and never frozen for want of a first frame', () => {
		expect(linkView(aged(90, 'loading'), NOW, clock).state).toBe('catching-up')
		expect(isFrozen({ ...live, session: 'connecting' }, NOW)).toBe(false)
	})

	test('the picture is frozen after a minute, and at once when the hub was never heard', () => {
		expect(isFrozen(aged(60), NOW)).toBe(false)
		expect(isFrozen(aged(61), NOW)).toBe(true)
		expect(isFrozen({ ...live, session: 'offline' }, NOW)).toBe(true)
	})
})

describe('several operations', () => {
	test('a picture is as old as its oldest part and as connected as its worst', () => {
		expect(worstLink([aged(1), aged(20, 'offline')])).toMatchObject({ session: 'offline', asOf: NOW - 20_000, verified: 'yes' })
	})

	test('without a time of one part there is none of the whole', () => {
		expect(worstLink([aged(1), live])).not.toHaveProperty('asOf')
	})
})
