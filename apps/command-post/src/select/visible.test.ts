import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { Filter } from '../state/facts.ts'
import { contentOf, feed, gauge, NOW, thing, unit, warning } from '../testing/things.ts'
import { isShown } from './life.ts'
import { layerFigures, matchesText, overCounts, shownThings, sortedThings, visibleThings } from './visible.ts'

const EVERYTHING: Filter = {
	text: '',
	severities: new Set(['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown', 'none']),
	hidden: new Set(),
	over: false,
}
const MINUTE = Math.floor(NOW / 60_000)
const storm = warning({ event: 'STURMFLUT', severity: 'Severe', texts: { de: { headline: 'Schwere Sturmflut' } } })
const engine = unit({ callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr' })

describe('the filter', () => {
	const content = contentOf(thing(storm), thing(engine), thing(gauge('ST. PAULI')), thing(feed('dwd', 'green')))

	test('sources are no objects of the picture', () => {
		expect(shownThings(content, MINUTE, false)).toHaveLength(3)
	})

	test('hides layers and severities and finds words in any order', () => {
		const shown = shownThings(content, MINUTE, false)
		expect(visibleThings(shown, { ...EVERYTHING, hidden: new Set(['warnings']) })).toHaveLength(2)
		expect(visibleThings(shown, { ...EVERYTHING, severities: new Set(['none']) })).toHaveLength(2)
		expect(visibleThings(shown, { ...EVERYTHING, text: '11/1 florian' }).map(({ row }) => row.id)).toEqual([engine.id])
		expect(matchesText(thing(storm), 'sturmflut')).toBe(true)
	})

	test('words find nothing by the name of its source, but by its own id', () => {
		const boat = thing(unit({ callsign: 'WSP 12', organisation: 'polizei' }, { native: 'boot-7' }))
		expect(matchesText(boat, 'test')).toBe(false)
		expect(matchesText(boat, 'boot-7')).toBe(true)
	})

	test('the same input gives the same object', () => {
		const shown = shownThings(content, MINUTE, false)
		expect(shownThings(content, MINUTE, false)).toBe(shown)
		expect(visibleThings(shown, EVERYTHING)).toBe(visibleThings(shown, EVERYTHING))
	})

	test('hidden layers are still counted', () => {
		expect(layerFigures(shownThings(content, MINUTE, false)).get('warnings')).toEqual({ count: 1, newest: NOW })
	})

	test('the severest comes first', () => {
		expect(sortedThings(shownThings(content, MINUTE, false))[0]?.row.id).toBe(storm.id)
	})
})

describe('what is over', () => {
	test('an expired warning leaves after ten minutes', () => {
		const until = (minutes: number) =>
			thing(warning({ event: 'x', severity: 'Minor' }, { validity: { until: new Date(NOW - minutes * 60_000).toISOString() } }))
		expect(isShown(until(9), NOW)).toBe(true)
		expect(isShown(until(11), NOW)).toBe(false)
	})

	test('a superseded one leaves at once, an ended one later', () => {
		const over = (life: 'superseded' | 'ended', minutes: number) =>
			thing(warning({ event: 'x', severity: 'Minor' }, { life, lifeAt: instant(NOW - minutes * 60_000) }))
		expect(isShown(over('superseded', 0), NOW)).toBe(false)
		expect(isShown(over('ended', 29), NOW)).toBe(true)
		expect(isShown(over('ended', 31), NOW)).toBe(false)
	})

	test('nothing vanishes: who asks for it sees all that is over, and is told how much that is', () => {
		const ended = thing(warning({ event: 'x', severity: 'Minor' }, { life: 'ended', lifeAt: instant(NOW - 86_400_000) }))
		const content = contentOf(ended, thing(engine))
		expect(shownThings(content, MINUTE, false)).toHaveLength(1)
		expect(shownThings(content, MINUTE, true)).toHaveLength(2)
		expect(overCounts(content, MINUTE)).toEqual({ shown: 0, hidden: 1 })
	})
})
