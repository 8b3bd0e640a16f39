import type { Row } from '@lagebild/model/row.ts'
import { createFormats } from '@lagebild/ui/formats.ts'
import { describe, expect, test } from 'vitest'

import { factsOf } from '../detail/facts.ts'
import { de } from '../messages/de.ts'
import { readRoute, writeRoute } from '../state/route.ts'
import { contentOf, NOW, OPERATION, thing, unit } from '../testing/things.ts'
import { layerOf } from './layer.ts'
import { titleOf } from './names.ts'
import { matchesText, shownThings } from './visible.ts'

/** A row as a newer hub sends it: of a kind that this version has no type for. */
function ofNewerHub(fields: Readonly<Record<string, unknown>>): Row {
	const row = unit({})
	Object.assign(row, { id: 'hydrant:els:h:7', kind: 'hydrant', fields })
	return row
}

const hydrant = ofNewerHub({ name: 'Überflurhydrant 7', litresPerMinute: 800 })

describe('a kind of a newer version', () => {
	test('is listed under other things, with its name or its own key', () => {
		const content = contentOf(thing(hydrant))
		expect(shownThings(content, Math.floor(NOW / 60_000), false)).toHaveLength(1)
		expect(layerOf(thing(hydrant))).toBe('other')
		expect(titleOf(hydrant)).toBe('Überflurhydrant 7')
		expect(titleOf(ofNewerHub({ litresPerMinute: 800 }))).toBe('h:7')
		expect(matchesText(thing(hydrant), 'hydrant 7')).toBe(true)
	})

	test('tells every field by the name that its sender gave it', () => {
		const facts = factsOf(thing(hydrant), { words: de, formats: createFormats('de', 'Europe/Berlin'), now: NOW })
		expect(facts.find(({ key }) => key === 'litresPerMinute')).toMatchObject({ label: 'litresPerMinute', value: { type: 'text' } })
	})

	test('keeps its place in the address', () => {
		const address = writeRoute({ operation: OPERATION, page: 'lage', selected: hydrant.id })
		expect(readRoute(address).selected).toBe(hydrant.id)
	})
})
