import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { rowsOf, shapeOf, tableOf } from './load-columns.ts'

const value = fc.oneof(fc.constantFrom(null, 1, 2, 'x', true), fc.constantFrom([1, 2], [], { a: 1 }, { at: [{ b: 2 }] }))
const name = fc.constantFrom('id', 'k', 'of', 'same', 'life', 'n')
const cells = fc.dictionary(name, fc.option(value, { nil: undefined }), { maxKeys: 4 })
const row = fc.record({
	id: fc.constantFrom('a', 'b'),
	fields: fc.option(cells, { nil: undefined }),
	geometry: fc.oneof(value, cells),
	rest: cells,
})

function tablesOf(rows: readonly object[]): readonly object[] {
	const shapes = Map.groupBy(rows, shapeOf)
	return [...shapes.values()].map(tableOf)
}

test('[S4] rows that travelled as columns are the rows that were written, each with its names in their order', () => {
	fc.assert(
		fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
			const travelled: unknown = JSON.parse(JSON.stringify(tablesOf(rows)))
			const back = (Array.isArray(travelled) ? travelled : []).flatMap(rowsOf)
			const texts = (of: readonly object[]): readonly string[] => of.map((one) => JSON.stringify(one)).toSorted()
			expect(texts(back)).toEqual(texts(rows))
		}),
		{ numRuns: 300 },
	)
})
