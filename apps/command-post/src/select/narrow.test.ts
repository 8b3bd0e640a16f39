import { entityId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, gauge, NOW, thing, unit } from '../testing/things.ts'
import { heardWithin, hiddenOf, ofSection } from './narrow.ts'

const MINUTE = Math.floor(NOW / 60_000)

const named = (callsign: string, section?: string) =>
	thing(unit({ callsign, organisation: 'thw', ...(section && { section }) }, { native: callsign }))

describe('the filter by section', () => {
	const here = named('Heros 1', 'EA 2')
	const there = named('Heros 2', 'EA 9')
	const water = thing(gauge('ST. PAULI'))
	const content = contentOf(here, there, water)
	const shown = [here, there, water]

	test('keeps what no section has', () => {
		expect(ofSection(shown, 'none', content)).toContain(water)
	})

	test('hides forces of others, and of a section that does not exist all of them', () => {
		const nobody = entityId('section', 'test', 'x')
		expect(ofSection(shown, nobody, content)).toEqual([water])
	})
})

describe('the filter by age', () => {
	const old = thing(unit({ callsign: 'Heros 1', organisation: 'thw' }, { native: 'old', at: instant(NOW - 20 * 60_000) }))
	const fresh = named('Heros 2')

	test('keeps what was heard of within the time', () => {
		const shown = [old, fresh]
		expect(heardWithin(shown, 15, MINUTE)).toEqual([fresh])
		expect(heardWithin(shown, 60, MINUTE)).toEqual(shown)
	})

	test('says how much it hides, and how much of that has an open alarm', () => {
		expect(hiddenOf([old, fresh], [fresh], new Set([old.row.id]))).toEqual({ count: 1, alarmed: 1 })
		expect(hiddenOf([old, fresh], [old, fresh], new Set([old.row.id]))).toEqual({ count: 0, alarmed: 0 })
	})
})
