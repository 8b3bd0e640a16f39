import { Submission } from '@lagebild/model/event.ts'
import { Measurements } from '@lagebild/model/measurement.ts'
import { expect, test } from 'vitest'

import { thingsOf } from './mapped.ts'

const AT = Date.UTC(2026, 10, 21, 20)
const sensor = Submission.parse({
	id: '00000000-0000-8000-8000-000000000001',
	kind: 'sensor',
	entity: 'sensor:canal:K-07/W',
	op: 'upsert',
	version: 2,
	payload: { name: 'Kanal Süd', property: 'W', unit: 'cm' },
	geometry: { type: 'Point', coordinates: [10.02, 53.51] },
})
const values = Measurements.parse({
	observations: { entity: ['sensor:canal:K-07/W'], observed: ['2026-11-21T19:59:00Z'], value: [125] },
})

test('what a source said stands there as the picture would show it', () => {
	const [thing, ...more] = thingsOf({ events: [sensor], measurements: [values] }, { feed: 'canal', operation: 'base', at: AT })
	expect(more).toEqual([])
	expect(thing?.row).toMatchObject({ id: 'sensor:canal:K-07/W', fields: { name: 'Kanal Süd' }, geometry: { type: 'Point' } })
	expect(thing?.measured).toMatchObject({ value: 125, at: AT - 60_000 })
})

test('a name that nobody could speak under says nothing', () => {
	expect(thingsOf({ events: [sensor], measurements: [] }, { feed: 'not a name', operation: 'base', at: AT })).toEqual([])
})
