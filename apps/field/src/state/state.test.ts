import { describe, expect, test } from 'vitest'

import { isFrozen, linkView, worstLink } from './link.ts'
import type { LinkFacts } from './link.ts'
import { defaultPreferences, readPreferences, themeFor } from './preferences.ts'
import { schemeOf } from './scheme.ts'

const LIVE: LinkFacts = { session: 'live', asOf: 100_000, verified: 'yes', stored: false }
const clock = () => '21:04:10'

describe('the link', () => {
	test.each([
		[102_000, { state: 'live', seconds: 2 }, false],
		[110_000, { state: 'ago', seconds: 10 }, false],
		[130_000, { state: 'old', seconds: 30, stand: '21:04:10' }, false],
		[170_000, { state: 'lost', seconds: 70, stand: '21:04:10' }, true],
	] as const)('[C1] at %d is what its age says', (now, view, frozen) => {
		expect(linkView(LIVE, now, clock)).toEqual(view)
		expect(isFrozen(LIVE, now)).toBe(frozen)
	})

	test('[C1] is as old as the oldest of its parts, and not live while one of them was never heard', () => {
		expect(worstLink([LIVE, { ...LIVE, asOf: 40_000, session: 'offline' }])).toMatchObject({ asOf: 40_000, session: 'offline' })
		const { asOf, ...unheard } = LIVE
		expect([asOf, worstLink([LIVE, unheard]).asOf]).toEqual([100_000, undefined])
		expect(linkView({ ...unheard, session: 'offline' }, 0, clock)).toEqual({ state: 'lost', seconds: 0 })
		expect(linkView({ ...unheard, session: 'connecting' }, 0, clock)).toEqual({ state: 'connecting' })
	})

	test('tells what was refused', () => {
		const refusal = { why: 'unauthenticated', again: true } as const
		expect(worstLink([LIVE, { ...LIVE, session: 'refused', refusal }]).refusal).toEqual(refusal)
	})
})

describe('preferences', () => {
	test('fall back where what was stored is none of ours', () => {
		const fallback = defaultPreferences(['fr-FR', 'en-US'])
		expect(fallback).toEqual({ language: 'en', theme: 'system', share: false, sound: true, rate: 'normal' })
		expect(readPreferences('{"theme":"night","language":"de","share":true,"sound":0,"rate":"all"}', fallback)).toEqual({
			theme: 'night',
			language: 'de',
			share: true,
			sound: true,
			rate: 'normal',
		})
		for (const text of [null, '', '[1]', '{"theme":"pink","language":7}']) expect(readPreferences(text, fallback)).toEqual(fallback)
	})

	test('follow the system only where nothing is set', () => {
		expect([themeFor('system', true), themeFor('system', false), themeFor('sun', true), themeFor('night', false)]).toEqual([
			'dark',
			'light',
			'sun',
			'night',
		])
	})
})

test('a scheme of statuses that a newer hub extended is read as far as it goes', () => {
	const meaning = { '7': { de: 'gebunden', en: 'bound', class: 'bound' } }
	expect(schemeOf({ thw: { ...meaning, more: 1 }, odd: 'text' })).toEqual({ thw: meaning })
})
