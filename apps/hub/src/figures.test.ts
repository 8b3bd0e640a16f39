import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let next = 1

beforeAll(async () => {
	hub = await TestHub.start()
	await say('section:admin:1', { name: 'Nord', number: 'EA 1' })
	const strength = { leaders: 0, subLeaders: 1, crew: 5 }
	await say('unit:admin:a', { callsign: 'a', organisation: 'thw', strength, fms: 4, section: 'EA 1' })
	await say('unit:admin:b', { callsign: 'geheim', organisation: 'thw', strength, fms: 1 }, { label: { level: 'restricted' } })
	await say('unit:admin:base', { callsign: 'c', organisation: 'thw', strength }, { operation: 'base' })
	await say('counter:admin:m', { what: 'missing', value: 4, exact: true, scope: 'EA 1' })
	await say('facility:admin:s', { name: 'Schule', type: 'shelter', capacity: 200, occupied: 120 })
})

afterAll(async () => {
	await hub.close()
})

type More = { readonly operation?: string } & Readonly<Record<string, unknown>>

async function say(entity: string, payload: object, { operation = 'lage', ...more }: More = {}): Promise<void> {
	const json = { id: uuid(next++), kind: entity.split(':')[0], entity, op: 'upsert', payload, ...more }
	const { status } = await hub.ask(`/api/v1/operations/${operation}/events`, { key: hub.admin, json })
	expect(status).toBe(201)
}

const figures = (query = '', key = hub.admin) => hub.ask(`/api/v1/operations/lage/figures${query}`, { key })

describe('figures', () => {
	test('[P55, P56] are summed over operation and bases, with inputs and times', async () => {
		const { status, headers, body } = await figures()
		expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
		expect(body).toMatchObject({
			operation: 'lage',
			forces: {
				all: { units: 3, strength: { total: 18 }, status: { free: 1, bound: 1, out: 0, unknown: 1 } },
				sections: [{ id: 'section:admin:1', name: 'EA 1 Nord', own: { ids: ['unit:admin:a'] } }],
			},
			counters: [{ what: 'missing', reports: [{ id: 'counter:admin:m' }], sums: [{ level: 'section', value: 4, exactness: 'exact' }] }],
			shelters: { free: 80, ids: ['facility:admin:s'] },
		})
		expect((await figures('?bases=false')).body).toMatchObject({ forces: { all: { units: 2 } } })
	})

	test('[P55] what a reader may not see is in no sum', async () => {
		const { key } = hub.access.createKey({ name: 'reader', role: 'staff', operations: ['lage'] })
		const { body, text } = await figures('', key)
		expect(body).toMatchObject({ forces: { all: { units: 2, strength: { total: 12 } } } })
		expect(text).not.toMatch(/geheim|unit:admin:b"/)
	})

	test('of an earlier time are what was known then; a misspelt question is refused', async () => {
		const then = new Date().toISOString()
		await say('unit:admin:late', { callsign: 'd', organisation: 'thw' })
		expect((await figures()).body).toMatchObject({ forces: { all: { units: 4 } } })
		expect((await figures(`?at=${then}`)).body).toMatchObject({ at: then, forces: { all: { units: 3 } } })
		expect((await figures('?kinds=unit')).status).toBe(400)
	})

	test('[P48] GeoJSON says how each thing stands at its moment; rows do not', async () => {
		await say('warning:admin:w', { msgType: 'Alert', event: 'STURM', severity: 'Severe' }, { validity: { until: '2026-01-01T00:00:00Z' } })
		const path = '/api/v1/operations/lage/picture?kinds=warning'
		const { body } = await hub.ask(path, { key: hub.admin, headers: { accept: 'application/geo+json' } })
		const until = Date.parse('2026-01-01T00:00:00Z')
		expect(body).toMatchObject({ features: [{ properties: { standing: { state: 'expired', since: until, until } } }] })
		expect((await hub.ask(path, { key: hub.admin })).text).not.toContain('standing')
	})
})
