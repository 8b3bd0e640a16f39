import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { cellName, cellOfBox, cellOfPosition } from './cell.ts'
import { facet, facetAt, idAt, size } from './read.ts'
import { tileOf } from './scope.ts'
import { batch, journal, positions, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

const UNIT = 'unit:a:1'
const unit = (id: number, geometry: object | null) =>
	statement({
		op: 'upsert',
		entity: UNIT,
		id,
		at: id,
		with: { payload: { callsign: 'x', organisation: 'thw' }, geometry, geometrySource: 'estimated' },
	})
const square = {
	type: 'Polygon',
	coordinates: [
		[
			[9.9, 53.4],
			[10.1, 53.4],
			[10.1, 53.6],
			[9.9, 53.6],
			[9.9, 53.4],
		],
	],
}

function facetOf(...said: Parameters<typeof fold>[0] extends Iterable<infer E> ? E[] : never) {
	const picture = fold(said)
	return facet(picture, facetAt(picture, 0))
}

describe('facets', () => {
	test('[P39] a position lies in its tile of zoom 14, as scopes count tiles', () => {
		fc.assert(
			fc.property(fc.double({ min: -89.9, max: 89.9, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), (lat, lng) => {
				expect(cellName(cellOfPosition({ lat, lng }))).toBe(tileOf({ lat, lng }, 14))
			}),
		)
	})

	test('[P39] a box lies in the smallest tile that holds it', () => {
		expect(cellName(cellOfBox([9.99, 53.55, 9.99, 53.55]))).toBe(tileOf({ lat: 53.55, lng: 9.99 }, 14))
		expect(cellName(cellOfBox([-10, -10, 10, 10]))).toBe('0/0/0')
		expect(cellName(cellOfBox([9.9, 53.4, 10.1, 53.6]))).toBe(tileOf({ lat: 53.5, lng: 10 }, 9))
	})

	test('[P39] the newest position counts before the geometry, and none without either', () => {
		const moved = batch(positions([{ entity: UNIT, at: 5_000, lat: 53.55, lng: 9.99 }]))
		const entries = journal(unit(1, null), unit(2, square), moved)
		expect([1, 2, 3].map((n) => facetOf(...entries.slice(0, n)).cell)).toEqual([
			'none',
			tileOf({ lat: 53.5, lng: 10 }, 9),
			tileOf({ lat: 53.55, lng: 9.99 }, 14),
		])
		expect(facetOf(...entries)).toMatchObject({ kind: 'unit', label: { level: 'internal' }, shown: true, measured: true })
	})

	test('[P39] a unit that states its own place after one that was estimated is measured', () => {
		const given = statement({ op: 'patch', entity: UNIT, id: 2, at: 2, with: { geometry: { type: 'Point', coordinates: [10, 53.5] } } })
		const [before, after] = [
			[unit(1, { type: 'Point', coordinates: [10, 53.5] })],
			[unit(1, { type: 'Point', coordinates: [10, 53.5] }), given],
		]
		expect(facetOf(...journal(...before))).toMatchObject({ measured: false, cell: tileOf({ lat: 53.5, lng: 10 }, 14) })
		expect(facetOf(...journal(...after))).toMatchObject({ measured: true, cell: tileOf({ lat: 53.5, lng: 10 }, 14) })
	})

	test('[P39] equal facets have equal numbers, and nobody sees anything of an unknown one', () => {
		const other = statement({ op: 'upsert', entity: 'unit:a:2', id: 3, with: { payload: { callsign: 'y', organisation: 'thw' } } })
		const picture = fold(journal(unit(1, null), other))
		expect(facetAt(picture, 0)).toBe(facetAt(picture, 1))
		expect(facetAt(picture, 7)).toBe(0)
		expect(facet(picture, 99)).toMatchObject({ shown: false, measured: false })
		expect(size(picture)).toBe(2)
		expect(() => idAt(picture, 7)).toThrow(RangeError)
	})
})
