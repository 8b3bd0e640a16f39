import { instant } from '@lagebild/model/time.ts'
import { STANDING_POLICY } from '@lagebild/picture/standing.ts'
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
	const { all } = figuresOf(contentOf(...units), STEP, undefined).sums.forces
	expect(all).toMatchObject({
		units: 3,
		strength: { leaders: 0, subLeaders: 2, crew: 10, total: 12 },
		withoutStrength: [{ name: 'c' }],
		status: { bound: 1, free: 1, out: 0, unknown: 1 },
	})
})

test('what the hub counts as silent is silent here, in figures, lists and the standing of each thing', () => {
	const silence = { ...STANDING_POLICY.silence, sensor: 60_000 }
	const policy = { ...STANDING_POLICY, silence }
	const level = gauge('OVER')
	const values = measured(level, { at: instant(NOW - 120_000), value: 1 })
	const silent = (content: ReturnType<typeof contentOf>, standing = STANDING_POLICY) =>
		unknownsOf(content, STEP, { fms: {}, gauges: {}, standing }).map(({ type }) => type)
	expect(silent(contentOf(thing(level, values)))).toEqual([])
	expect(silent(contentOf({ ...thing(level, values), policy }), policy)).toEqual(['gauge-silent'])
	const lost = unit({ callsign: 'a', organisation: 'thw', strength })
	const place = measured(lost, { at: instant(NOW - 120_000), position: { lat: 53.5, lng: 10 } })
	const stale = (standing: typeof policy) =>
		figuresOf(contentOf(thing(lost, place)), STEP, { fms: {}, gauges: {}, standing }).sums.forces.all
	expect(stale(policy).stale).toHaveLength(0)
	expect(stale({ ...policy, silence: { ...silence, unit: 60_000 } }).stale).toHaveLength(1)
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
		expect(unknownsOf(content, STEP, undefined).map(({ type }) => type)).toEqual([
			'gate-conflict',
			'gate-unknown',
			'gauge-silent',
			'source',
			'position',
		])
	})

	test('is empty when everything is reported', () => {
		expect(unknownsOf(contentOf(thing(gate([claim('closed', 'device')]))), STEP, undefined)).toEqual([])
	})
})
