import type { Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { createFormats } from '@lagebild/ui/formats.ts'
import { describe, expect, test } from 'vitest'

import { de } from '../messages/de.ts'
import { NOW, thing, unit } from '../testing/things.ts'
import { factsOf } from './facts.ts'

const LEITSTELLE = { source: 'els', rank: 'device', name: 'Leitstelle', at: instant(NOW) } as const
const BRANDT = { source: 'j.brandt', rank: 'person', name: 'J. Brandt', at: instant(NOW - 60_000) } as const

function origins(row: Row) {
	const language = { words: de, formats: createFormats('de', 'Europe/Berlin'), now: NOW }
	return Object.fromEntries(factsOf(thing(row), language).map(({ key, at, from, fromName }) => [key, [at, from, fromName]]))
}

describe('where a value is from', () => {
	const said = { remark: 'Pumpe defekt', section: 'EA 1' }
	const older = instant(NOW - 60_000)

	test('a thing with one source names it once, not beside every value', () => {
		expect(origins(unit(said, { sources: [LEITSTELLE] }))).toEqual({
			remark: [NOW, undefined, undefined],
			section: [NOW, undefined, undefined],
		})
	})

	test('of several sources every value names its own, and its own time', () => {
		const row = unit(said, {
			sources: [LEITSTELLE, BRANDT],
			fieldAt: { remark: older, confidence: older },
			fieldBy: { remark: 'j.brandt', confidence: 'j.brandt' },
			confidence: 'confirmed',
		})
		expect(origins(row)).toEqual({
			remark: [NOW - 60_000, 'j.brandt', 'J. Brandt'],
			section: [NOW, 'els', 'Leitstelle'],
			confidence: [NOW - 60_000, 'j.brandt', 'J. Brandt'],
		})
	})
})
