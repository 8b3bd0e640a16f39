import { expect, test } from 'vitest'

import { contentOf, thing, unit } from '../testing/things.ts'
import { unitsFor, unitsOf } from './units.ts'

test('units are found by any words of their name, in any order, numbers in order', () => {
	const rows = ['FL 11/10', 'FL 11/2', 'THW Wandsbek'].map((name, index) => unit({ callsign: name }, { native: String(index) }))
	const units = unitsOf(contentOf(...rows.map((row) => thing(row))), 'de')
	expect(units.map(({ name }) => name)).toEqual(['FL 11/2', 'FL 11/10', 'THW Wandsbek'])
	expect(unitsFor(units, ' wands thw ').map(({ name }) => name)).toEqual(['THW Wandsbek'])
	expect(unitsFor(units, '')).toHaveLength(3)
	expect(unitsFor(units, '11/3')).toEqual([])
})
