import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { alarmsIn } from '../select/alarms.ts'
import { alarm, contentOf, gauge, NOW, thing } from '../testing/things.ts'
import { markBeside, marksOf, peakMark } from './marks.ts'
import { curvePath, ticksOf } from './scale.ts'

const MINUTE = 60_000
const content = contentOf(
	thing(alarm({ title: 'Widerspruch am Tor', severity: 'Severe' }, { at: instant(NOW - 30 * MINUTE) })),
	thing(gauge('St. Pauli', { fields: { name: 'St. Pauli', stage: 2 }, fieldAt: { stage: instant(NOW - 50 * MINUTE) } })),
)
const marks = marksOf(content, alarmsIn(content, 'de'), { from: NOW - 60 * MINUTE, to: NOW })

describe('marks on the line of time', () => {
	test('are alarms and declared stages, in their order and within the span', () => {
		expect(marks.map(({ type, at }) => [type, (at - NOW) / MINUTE])).toEqual([
			['stage', -50],
			['alarm', -30],
		])
		expect(marksOf(content, alarmsIn(content, 'de'), { from: NOW - 40 * MINUTE, to: NOW })).toHaveLength(1)
	})

	test('lead to the one before and after, and not to where one is', () => {
		const [stage, conflict] = marks
		expect(markBeside(marks, NOW, -1)).toBe(conflict)
		expect(markBeside(marks, conflict?.at ?? 0, -1)).toBe(stage)
		expect(markBeside(marks, conflict?.at ?? 0, 1)).toBeUndefined()
	})

	test('name the highest water that has come and gone, and none while it rises', () => {
		const { row } = thing(gauge('St. Pauli'))
		const peak = peakMark(row, { at: [NOW - 3, NOW - 2, NOW - 1], value: [700, 891, 850] })
		expect(peak).toMatchObject({ type: 'peak', at: NOW - 2, level: 3.91 })
		expect(peakMark(row, { at: [NOW - 2, NOW - 1], value: [700, 891] })).toBeUndefined()
		expect(peakMark(row, { at: [], value: [] })).toBeUndefined()
	})
})

describe('the line of time', () => {
	test('has full hours, as many as can be read, for an hour and for a month', () => {
		for (const hours of [1, 8, 30, 24 * 30]) {
			const ticks = ticksOf({ from: NOW - hours * 60 * MINUTE, to: NOW })
			expect(ticks.length).toBeLessThanOrEqual(10)
			expect(ticks.every((tick) => tick % (60 * MINUTE) === 0)).toBe(true)
		}
	})

	test('draws a gap where nothing was measured, and nothing where there is no water', () => {
		const at = [0, 250, 500, 750, 1_000]
		expect(curvePath({ at, value: [1, 2, null, 2, 1] }, { from: 0, to: 1_000 })).toBe('M0.0 92.0L250.0 8.0M750.0 8.0L1000.0 92.0')
		expect(curvePath({ at: [1], value: [2] }, { from: 0, to: 10 })).toBeUndefined()
	})
})
