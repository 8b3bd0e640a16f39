import fc from 'fast-check'
import { expect, test } from 'vitest'

import { starterOf } from './starter.ts'

function read(text: string): unknown {
	const starter = starterOf(text)
	return starter === undefined ? undefined : JSON.parse(starter)
}

test('a list of gauges becomes a mapping of sensors', () => {
	const station = { id: 'K-07', label: 'Kanal Süd', pos: { lat: 53.5, lon: 10.02 }, measured: 1_795_290_062, level_m: 1.25, 'bat.%': 80 }
	expect(read(JSON.stringify({ meta: { count: 1 }, stations: [station] }))).toEqual({
		items: 'stations',
		kind: 'sensor',
		id: 'id',
		mode: 'full',
		place: { lat: 'pos.lat', lng: 'pos.lon' },
		times: { observed: 'measured' },
		fields: { name: 'label' },
		values: [{ property: 'level_m', from: 'level_m', unit: '1' }, expect.objectContaining({ from: '`bat.%`' })],
	})
})

test('one object that comes alone says nothing about others', () => {
	expect(read('{"id": 1, "value": 2}')).toMatchObject({ mode: 'delta', id: 'id', values: [{ property: 'value' }] })
})

test('what lists nothing begins nothing, and no text is too odd', () => {
	for (const text of ['', '<html>', '[]', '3', '[1, 2]']) expect(starterOf(text)).toBeUndefined()
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
			starterOf(JSON.stringify(value))
		}),
	)
})
