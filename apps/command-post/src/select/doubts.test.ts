import type { Doubt } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, gauge, measured, NOW, thing, unit } from '../testing/things.ts'
import { clockOff, doubtedLevels, doubtsOf, stepOf } from './doubts.ts'
import { gaugeView } from './gauges.ts'
import { unknownsOf } from './unknowns.ts'

const HOUR = 3_600_000
const doubt = (what: Doubt['what'], more: Partial<Doubt> = {}): Doubt => ({
	what,
	field: 'position',
	source: 'x',
	at: instant(NOW),
	...more,
})
const far = doubt('far')

describe('doubts', () => {
	test('one place that is doubted in the row and in the measured row is one doubt', () => {
		const row = unit({ callsign: 'F 1' }, { doubts: [far] })
		expect(doubtsOf(thing(row, measured(row, { doubts: [far, doubt('speed')] })))).toEqual([far, doubt('speed')])
	})

	test('a ghost is so far from the last plausible place in such a time', () => {
		const row = unit({ callsign: 'F 1' })
		const ghost = { position: { lat: 54.5, lng: 10 }, at: instant(NOW), from: instant(NOW - 60_000), source: 'x', what: 'speed' } as const
		const step = stepOf(thing(row, measured(row, { position: { lat: 53.5, lng: 10 }, ghost })))
		expect([Math.round((step?.metres ?? 0) / 1_000), step?.ms]).toEqual([111, 60_000])
	})

	test('a clock is off by what it claimed against the receipt', () => {
		expect(clockOff(doubt('clock', { said: iso(NOW - 3 * HOUR), received: instant(NOW) }))).toBe(-3 * HOUR)
		expect(clockOff(doubt('clock', { said: iso(NOW + 2 * HOUR), received: instant(NOW) }))).toBe(2 * HOUR)
	})

	test('a gauge that jumped is marked in its figure and in its curve, and listed before units', () => {
		const row = gauge('Bunthaus')
		const jump = doubt('jump', { field: 'value', value: 999 })
		const level = thing(row, measured(row, { value: 999, doubts: [jump] }))
		const lost = unit({ callsign: 'F 1', strength: { leaders: 0, subLeaders: 1, crew: 2 } }, { doubts: [far] })
		expect(gaugeView(level, NOW).doubt).toBe('value')
		expect(doubtedLevels(row, level.measured)).toEqual([{ at: NOW, level: 4.99 }])
		const listed = unknownsOf(contentOf(thing(lost), level), Math.floor(NOW / 10_000), undefined).filter(({ type }) => type === 'doubt')
		expect(listed.map(({ name, doubt: said }) => [name, said?.what])).toEqual([
			['Bunthaus', 'jump'],
			['F 1', 'far'],
		])
	})

	test('only the trend contains a jump: the value is good and not listed', () => {
		const row = gauge('Bunthaus')
		const level = thing(row, measured(row, { value: 600, doubts: [doubt('jump', { field: 'trend', value: 999 })] }))
		expect(gaugeView(level, NOW).doubt).toBe('trend')
		expect(unknownsOf(contentOf(level), Math.floor(NOW / 10_000), undefined).filter(({ type }) => type === 'doubt')).toEqual([])
	})
})
