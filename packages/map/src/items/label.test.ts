import type { Geometry } from '@lagebild/model/geo.ts'
import { expect, test } from 'vitest'

import { CONTEXT, rowOf } from '../testing/rows.ts'
import { itemsOfRow } from './items.ts'

const place: Geometry = { type: 'Point', coordinates: [10, 53.5] }
const of = (level: 'open' | 'internal' | 'restricted') =>
	itemsOfRow(rowOf('incident', { title: 'Vermisstensuche' }, { label: { level }, geometry: place }), undefined, CONTEXT)[0]

test('what is restricted wears a lock and says so under its name and in its title; nothing else does', () => {
	expect(of('restricted')).toMatchObject({ restricted: true, label: 'Vermisstensuche', note: 'beschränkt' })
	expect(of('restricted')?.title).toMatch(/beschränkt$/)
	for (const level of ['open', 'internal'] as const) {
		expect(of(level)).not.toHaveProperty('restricted')
		expect(of(level)?.title).not.toContain('beschränkt')
	}
})

test('an area says it in its one line', () => {
	const geometry: Geometry = {
		type: 'Polygon',
		coordinates: [
			[
				[10, 53],
				[11, 53],
				[11, 54],
				[10, 53],
			],
		],
	}
	const row = rowOf('area', { name: 'Suchgebiet', role: 'evacuation' }, { label: { level: 'restricted' }, geometry })
	expect(itemsOfRow(row, undefined, CONTEXT)[0]).toMatchObject({ restricted: true, label: 'Suchgebiet, beschränkt' })
})
