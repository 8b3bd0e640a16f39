import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { claim, contentOf, feed, gate, gauge, measured, NOW, thing, unit } from '../testing/things.ts'
import { feedsOf, sourcesView } from './feeds.ts'
import { figuresOf } from './figures.ts'
import { unknownsOf } from './unknowns.ts'

const STEP = Math.floor(NOW / 10_000)
const strength = { leaders: 0, subLeaders: 1, crew: 5 }

test('forces add up and name those without a strength or a status', () => {
	const units = [
		unit({ callsign: 'a', organisation: 'thw', strength, fms: 4 }, { native: 'a' }),
		unit({ callsign: 'b', organisation: 'thw', strength, fms: 1 }, { native: 'b' }),
		unit({ callsign: 'c', organisation: 'thw' }, { native: 'c' }),
	].map((row) => thing(row))
	const { all } = figuresOf(contentOf(...units), STEP).sums.forces
	expect(all).toMatchObject({
		units: 3,
		strength: { leaders: 0, subLeaders: 2, crew: 10, total: 12 },
		withoutStrength: [{ name: 'c' }],
		status: { bound: 1, free: 1, out: 0, unknown: 1 },
	})
})

describe('sources', () => {
	const view = (...states: readonly ('green' | 'amber' | 'red' | 'off')[]) =>
		sourcesView(feedsOf(states.map((state, index) => thing(feed(`f${index}`, state)))))

	test('amber when one fails, red when none answers, and one that was not started is not counted', () => {
		expect(view('green', 'green')).toEqual({ good: 2, total: 2, tone: 'normal' })
		expect(view('green', 'red')).toEqual({ good: 1, total: 2, tone: 'old' })
		expect(view('red', 'red')).toEqual({ good: 0, total: 2, tone: 'lost' })
		expect(view('green', 'off')).toEqual({ good: 1, total: 1, tone: 'normal' })
	})
})

describe('what we do not know', () => {
	test('is ordered by what hangs on it', () => {
		const silent = gauge('OVER')
		const lost = unit({ callsign: 'Heros 1', organisation: 'thw', strength })
		const long = instant(NOW - 3_600_000)
		const content = contentOf(
			thing(lost, measured(lost, { at: long, position: { lat: 53.5, lng: 10 } })),
			thing(feed('dwd', 'red')),
			thing(silent, measured(silent, { at: long, value: 1 })),
			thing(gate([], { native: 'u' })),
			thing(gate([claim('open', 'person'), claim('closed', 'device')], { native: 'c' })),
		)
		expect(unknownsOf(content, STEP).map(({ type }) => type)).toEqual([
			'gate-conflict',
			'gate-unknown',
			'gauge-silent',
			'source',
			'position',
		])
	})

	test('is empty when everything is reported', () => {
		expect(unknownsOf(contentOf(thing(gate([claim('closed', 'device')]))), STEP)).toEqual([])
	})
})
