import { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let feed = ''

beforeAll(async () => {
	hub = await TestHub.start()
	feed = hub.access.createKey({ name: 'pegel', role: 'integrator', rank: 'authority', operations: ['base'] }).key
})

afterAll(async () => {
	await hub.close()
})

function at(path: string, key = hub.admin, headers: Readonly<Record<string, string>> = {}) {
	return hub.ask(`/api/v1/operations/${path}`, { key, headers })
}

const GAUGE = 'sensor:pegel:st-pauli/w'
const sensor = {
	id: uuid(900),
	kind: 'sensor',
	entity: GAUGE,
	op: 'upsert',
	label: { level: 'open' },
	geometry: { type: 'Point', coordinates: [9.97, 53.545] },
	payload: { name: 'St. Pauli', property: 'W', unit: 'cm' },
}

describe('the picture', () => {
	test('the smallest useful event is accepted and appears', async () => {
		const { status, body } = await hub.post(smallestEvent(1))
		expect([status, body]).toMatchObject([201, { id: uuid(1), effect: 'applied' }])
		const picture = await at('lage/picture')
		expect(picture.headers.get('cache-control')).toBe('no-store')
		expect(picture.headers.get('etag')).toBeNull()
		expect(picture.body).toMatchObject({
			operation: 'lage',
			status: 'test',
			entities: [
				{
					id: 'incident:admin:keller-veddel-1',
					operation: 'lage',
					kind: 'incident',
					fields: { title: 'Wasser im Keller', priority: 'sofort' },
					at: Date.parse('2026-11-21T20:41:00+01:00'),
				},
			],
		})
	})

	test('an operation shows its base, measurements included, until it is asked not to', async () => {
		expect((await hub.ask('/api/v1/operations/base/events', { key: feed, json: sensor })).status).toBe(201)
		const now = Date.now()
		const observed = [2, 1, 0].map((minutes) => new Date(now - minutes * 60_000).toISOString())
		const columns = { entity: observed.map(() => GAUGE), observed, value: [410, 418, 431] }
		const { status, body } = await hub.ask('/api/v1/operations/base/measurements', { key: feed, json: { observations: columns } })
		expect([status, body]).toMatchObject([200, { stored: 3, refused: [] }])
		const all = await at('lage/picture?kinds=sensor')
		expect(all.body).toMatchObject({ bases: { base: 3 }, entities: [{ id: GAUGE, operation: 'base', measured: { value: 431 } }] })
		expect((await at('lage/picture?kinds=sensor&bases=false')).body).toMatchObject({ bases: {}, entities: [] })
		expect((await at('lage/picture?bbox=9.9,53.5,10,53.6')).body).toMatchObject({ entities: [{ id: GAUGE }] })
	})

	test('GeoJSON on request', async () => {
		const { headers, body } = await at('lage/picture?kinds=incident', hub.admin, { accept: 'application/geo+json' })
		expect(headers.get('content-type')).toContain('application/geo+json')
		expect(body).toMatchObject({
			type: 'FeatureCollection',
			features: [{ type: 'Feature', id: 'incident:admin:keller-veddel-1', geometry: { type: 'Point', coordinates: [10.02, 53.52] } }],
		})
	})

	test('an earlier time shows what was known then', async () => {
		const before = instant(Date.now())
		await hub.post({ id: uuid(2), kind: 'incident', entity: 'incident:admin:keller-veddel-1', op: 'patch', payload: { title: 'Später' } })
		expect((await at('lage/picture?kinds=incident')).body).toMatchObject({ entities: [{ fields: { title: 'Später' } }] })
		const then = await at(`lage/picture?kinds=incident&at=${encodeURIComponent(new Date(before).toISOString())}`)
		expect(then.body).toMatchObject({ at: new Date(before).toISOString(), entities: [{ fields: { title: 'Wasser im Keller' } }] })
		expect((await at('lage/picture?at=1990-01-01T00:00:00+01:00')).body).toMatchObject({ seq: 0, entities: [] })
	})

	test('a time in the future means now, and the answer says so', async () => {
		for (const path of ['lage/picture?', 'lage/figures?']) {
			const { body } = await at(`${path}at=2100-01-01T00:00:00Z`)
			expect(body).toHaveProperty('at', expect.stringMatching(/^20[2-5]/))
		}
		const { body } = await at('lage/changes?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z')
		expect(body).toHaveProperty(
			'to',
			expect.toSatisfy((to: number) => to <= Date.now()),
		)
	})

	test('what a reader may not see is nowhere', async () => {
		const links = [{ rel: 'about', to: 'incident:admin:keller-veddel-1' }]
		const secret = { ...smallestEvent(3), entity: 'incident:admin:secret', label: { level: 'restricted' }, links }
		expect((await hub.post(secret)).status).toBe(201)
		const { key } = hub.access.createKey({ name: 'reader', role: 'staff', operations: ['lage'] })
		for (const path of ['lage/picture', 'lage/journal', 'lage/picture?at=2100-01-01T00:00:00Z']) {
			expect((await at(path)).text).toContain('incident:admin:secret')
			expect((await at(path, key)).text).not.toContain('secret')
		}
		const named = { ...smallestEvent(6), links: [{ rel: 'about', to: 'incident:admin:secret' }] }
		expect((await hub.post(named)).status).toBe(201)
		for (const path of ['lage/journal', 'lage/entities/incident:admin:keller-veddel-6/history']) {
			expect((await at(path)).text).toContain('incident:admin:secret')
			expect((await at(path, key)).text).not.toContain('secret')
		}
		const history = 'lage/entities/incident:admin:keller-veddel-1/history'
		expect((await at(history)).text).toContain(uuid(3))
		expect((await at(history, key)).text).not.toContain(uuid(3))
		for (const rest of ['', '/history', '/series']) {
			const hidden = await at(`lage/entities/incident:admin:secret${rest}`, key)
			const missing = await at(`lage/entities/incident:admin:missing${rest}`, key)
			expect([hidden.status, hidden.body]).toEqual([404, missing.body])
		}
	})

	test('a reader of an operation reads its base and does not write in it', async () => {
		const { key } = hub.access.createKey({ name: 'crew', role: 'staff', operations: ['lage'] })
		const { body } = await hub.ask('/api/v1/operations', { key })
		expect(body).toMatchObject([
			{ id: 'lage', bases: ['base'], people: true, viewers: 0 },
			{ id: 'base', people: false },
		])
		expect((await at('base/picture', key)).status).toBe(200)
		const written = await hub.ask('/api/v1/operations/base/events', { key, json: smallestEvent(4, 'crew') })
		expect([written.status, written.body]).toMatchObject([403, { fault: 'not-allowed' }])
	})
})

describe('one entity', () => {
	test('its row, its history and its series', async () => {
		const id = encodeURIComponent(GAUGE)
		expect((await at(`base/entities/${id}`)).body).toMatchObject({ row: { id: GAUGE }, measured: { value: 431 }, curves: [] })
		const history = await at('lage/entities/incident:admin:keller-veddel-1/history')
		expect(history.body).toMatchObject([{ event: { id: uuid(3) } }, { event: { id: uuid(2) } }, { event: { id: uuid(1) } }])
		const older = await at('lage/entities/incident:admin:keller-veddel-1/history?before=3&limit=1')
		expect(older.body).toMatchObject([{ seq: 2, event: { id: uuid(1) } }])
		expect((await at(`base/entities/${id}/series`)).body).toMatchObject({ observed: { value: [410, 418, 431] } })
		const none = await at(`base/entities/${id}/series?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`)
		expect(none.body).toEqual({ observed: { at: [], value: [] } })
	})
})

describe('feeds', () => {
	test('their health is read from the picture, their rejects are kept for who runs them', async () => {
		const health = {
			id: uuid(950),
			kind: 'feed',
			entity: 'feed:pegel:pegel',
			op: 'upsert',
			payload: { name: 'PEGELONLINE', format: 'pegelonline', state: 'red', since: '2026-11-21T20:00:00Z', reason: 'ENOTFOUND' },
		}
		expect((await hub.ask('/api/v1/operations/base/events', { key: feed, json: health })).status).toBe(201)
		expect((await hub.ask('/api/v1/feeds', { key: hub.admin })).body).toMatchObject([
			{ id: 'pegel', operation: 'base', state: 'red', reason: 'ENOTFOUND' },
		])
		const reject = { at: '2026-11-21T20:00:01Z', reason: 'not-json', message: 'Unexpected token', raw: '<html>' }
		const sent = await hub.ask('/api/v1/feeds/pegel/rejects', { key: feed, json: [reject, { ...reject, reason: 'second', path: 'a.b' }] })
		expect(sent.status).toBe(201)
		const list = await hub.ask('/api/v1/feeds/pegel/rejects?limit=5', { key: hub.admin })
		expect(list.body).toMatchObject([
			{ ...reject, at: '2026-11-21T20:00:01.000Z', reason: 'second', path: 'a.b' },
			{ ...reject, at: '2026-11-21T20:00:01.000Z' },
		])
		const { key } = hub.access.createKey({ name: 'watcher', role: 'observer', operations: 'all' })
		expect((await hub.ask('/api/v1/feeds/pegel/rejects', { key })).status).toBe(403)
		const namesake = hub.access.createKey({ name: 'pegel', role: 'observer', operations: 'all' })
		expect((await hub.ask('/api/v1/feeds/pegel/rejects', { key: namesake.key, json: [reject] })).status).toBe(403)
		const crew = (operation: string) => hub.access.createKey({ name: 'crew', role: 'staff', operations: [operation] }).key
		expect((await hub.ask('/api/v1/feeds/pegel/rejects', { key: crew('lage') })).status).toBe(200)
		expect((await hub.ask('/api/v1/feeds/pegel/rejects', { key: crew('elsewhere') })).status).toBe(404)
		expect((await hub.ask('/api/v1/feeds/other/rejects', { key: feed, json: [] })).status).toBe(403)
		expect((await hub.ask('/api/v1/feeds/nobody/rejects', { key: hub.admin })).status).toBe(404)
	})
})

describe('operations', () => {
	test('a new one needs a leader, a free name and bases of its own status', async () => {
		const create = (json: object, key = hub.admin) => hub.ask('/api/v1/operations', { key, json })
		const { key } = hub.access.createKey({ name: 'staff', role: 'staff', operations: 'all' })
		expect((await create({ id: 'neu', name: 'Neu', status: 'test' }, key)).status).toBe(403)
		expect((await create({ id: 'lage', name: 'Neu', status: 'test' })).body).toMatchObject({ fault: 'operation-exists' })
		expect((await create({ id: 'echt', name: 'Neu', status: 'actual', bases: ['base'] })).body).toMatchObject({
			fault: 'status-mismatch',
			path: 'bases.0',
		})
		expect((await create({ id: 'echt', name: 'Neu', status: 'actual', bases: ['none'] })).body).toMatchObject({
			fault: 'bad-message',
			path: 'bases.0',
		})
		expect((await create({ id: 'Echt!', name: 'Neu', status: 'actual' })).body).toMatchObject({ fault: 'bad-message', path: 'id' })
		expect((await create({ id: 'echt', name: 'Neu', status: 'actual' })).body).toMatchObject({
			id: OperationId.parse('echt'),
			bases: [],
			state: 'open',
		})
		expect((await hub.post(smallestEvent(5))).status).toBe(201)
	})
})

test('metrics are in the format of Prometheus, for who reaches every operation', async () => {
	const { text, headers } = await hub.ask('/metrics', { key: hub.admin })
	expect(headers.get('content-type')).toContain('text/plain')
	const { key } = hub.access.createKey({ name: 'crew', role: 'staff', operations: ['lage'] })
	expect((await hub.ask('/metrics', { key })).body).toMatchObject({ fault: 'not-allowed' })
	expect(text).toMatch(/lagebild_picture_seq\{operation="lage"\} \d/)
})

test('how many things a picture holds, hidden ones included, only who may see them all is told', async () => {
	const counted = 'lagebild_picture_entities'
	expect((await hub.ask('/metrics', { key: hub.admin })).text).toContain(counted)
	const { key } = hub.access.createKey({ name: 'zaehler', role: 'observer', operations: 'all' })
	const { text } = await hub.ask('/metrics', { key })
	expect([text.includes('lagebild_picture_seq'), text.includes(counted)]).toEqual([true, false])
})
