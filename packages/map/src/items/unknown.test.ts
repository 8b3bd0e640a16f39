import { describe, expect, test } from 'vitest'

import { CONTEXT, MINUTE, NOW, rowOf } from '../testing/rows.ts'
import { itemsOfRow } from './items.ts'
import { textsEn } from './texts-en.ts'

/** A row as a newer hub sends it: of a kind that this version has no type for. */
const hydrant = rowOf('area', { name: 'Überflurhydrant 7' })
Object.assign(hydrant, { id: 'hydrant:els:7', kind: 'hydrant' })

describe('a kind of a newer version', () => {
	test('is a point with its name that says so', () => {
		const [item] = itemsOfRow(hydrant, undefined, CONTEXT)
		expect(item).toMatchObject({ type: 'mark', glyph: 'point', id: 'hydrant:els:7', label: 'Überflurhydrant 7' })
		expect(item?.title).toBe('Unbekannte Art, neuere Fassung, Überflurhydrant 7')
		const [english] = itemsOfRow(hydrant, undefined, { ...CONTEXT, texts: textsEn('Europe/Berlin') })
		expect(english?.title).toBe('Unknown kind, newer version, Überflurhydrant 7')
	})

	test('is drawn along its line, by its own key without a name, and not at all without a place', () => {
		const line = {
			type: 'LineString',
			coordinates: [
				[9.9, 53.5],
				[10, 53.6],
			],
		} as const
		const nameless = {
			...hydrant,
			fields: {},
			geometry: { ...line, coordinates: line.coordinates.map(([lng, lat]): [number, number] => [lng, lat]) },
		}
		expect(itemsOfRow(nameless, undefined, CONTEXT)[0]).toMatchObject({ type: 'area', label: '7' })
		const { geometry: _geometry, ...placeless } = hydrant
		expect(itemsOfRow(placeless, undefined, CONTEXT)).toEqual([])
	})

	test('says that it is over', () => {
		const ended = { ...hydrant, life: 'ended' as const, lifeAt: hydrant.at }
		const [item] = itemsOfRow(ended, undefined, { ...CONTEXT, now: NOW + MINUTE, over: true })
		expect(item?.look).toBe('ended')
	})
})
