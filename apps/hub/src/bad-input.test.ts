import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

const EVENTS = '/api/v1/operations/lage/events'

async function faultOf(raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) {
	const { status, body, text } = await hub.ask(EVENTS, { key: hub.admin, raw, headers })
	expect(text).not.toMatch(/\bat .*:\d+:\d+/)
	return [status, body]
}

async function ask(path: string): Promise<unknown> {
	return (await hub.ask(path, { key: hub.admin })).body
}

describe('a body that is not what it should be', () => {
	test('no JSON, no UTF-8, nothing at all', async () => {
		for (const raw of ['{"id":', 'hello', new Uint8Array([0x7b, 0xff, 0x7d])]) {
			expect(await faultOf(raw)).toMatchObject([400, { fault: 'bad-json' }])
		}
		const { status, body } = await hub.ask(EVENTS, { key: hub.admin, method: 'POST', headers: { 'content-type': 'application/json' } })
		expect([status, body]).toMatchObject([400, { fault: 'bad-json' }])
	})

	test('duplicate keys and lone surrogates, with the path of the field', async () => {
		const text = JSON.stringify(smallestEvent(1))
		expect(await faultOf(text.replace('"priority"', '"title":"x","priority"'))).toMatchObject([
			400,
			{ fault: 'duplicate-key', path: 'payload.title' },
		])
		expect(await faultOf(text.replace('Wasser', String.raw`\ud800`))).toMatchObject([
			400,
			{ fault: 'lone-surrogate', path: 'payload.title' },
		])
	})

	test('another content type or encoding', async () => {
		expect(await faultOf('{}', { 'content-type': 'text/plain' })).toMatchObject([415, { fault: 'unsupported-type' }])
		expect(await faultOf('{}', { 'content-type': 'application/json; charset=utf-16' })).toMatchObject([415, { fault: 'unsupported-type' }])
		expect(await faultOf('{}', { 'content-encoding': 'compress' })).toMatchObject([
			415,
			{ fault: 'unsupported-type', path: 'content-encoding' },
		])
	})

	test('deeper than 64 levels, as a whole: also an array with items that nothing is wrong with', async () => {
		const deep = `${'['.repeat(64)}${']'.repeat(64)}`
		for (const raw of [deep.replace('[]', '[[]]'), `[${JSON.stringify(smallestEvent(2))},${deep}]`])
			expect(await faultOf(raw)).toMatchObject([400, { fault: 'bad-json', message: 'nested deeper than 64 levels' }])
		expect((await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })).text).not.toContain(smallestEvent(2).id)
	})

	test('nothing that is said back controls a terminal or turns the direction of writing', async () => {
		for (const raw of ['{"a":\u202e}', '{"kind":"\\u202e\\u001b[31m"}', '{"kind":"incident","\\u202e":1}'])
			expect(JSON.stringify(await faultOf(raw))).not.toMatch(/\p{C}|\\u/u)
	})

	test('the documented encodings are understood', async () => {
		for (const [encoding, pack] of Object.entries({ gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }))
			expect(await faultOf(new Uint8Array(pack('[{"id":')), { 'content-encoding': encoding })).toMatchObject([400, { fault: 'bad-json' }])
		for (const [encoding, pack] of Object.entries({ gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }))
			expect(await faultOf(new Uint8Array(pack('[]')), { 'content-encoding': encoding })).toEqual([207, []])
	})

	test('more than a megabyte, also when it was compressed', async () => {
		expect(await faultOf(`"${'a'.repeat(1_100_000)}"`)).toMatchObject([413, { fault: 'too-large' }])
		const zipped = new Uint8Array(gzipSync(`"${'a'.repeat(1_100_000)}"`))
		expect(await faultOf(zipped, { 'content-encoding': 'gzip' })).toMatchObject([413, { fault: 'too-large' }])
		expect(await faultOf(new Uint8Array([1, 2, 3]), { 'content-encoding': 'gzip' })).toMatchObject([400, { fault: 'bad-json' }])
	})

	test('more items than the limit', async () => {
		const { status, body } = await hub.post(Array.from({ length: 1_001 }, () => 0))
		expect([status, body]).toMatchObject([413, { fault: 'too-many-items' }])
	})
})

describe('an event that is not what it should be', () => {
	const cases: readonly (readonly [string, object, number, object])[] = [
		['a wrong type', { payload: { title: 7, category: 'flooding' } }, 422, { fault: 'bad-message', path: 'payload.title' }],
		['an unknown field', { colour: 'red' }, 422, { fault: 'bad-message', path: 'colour' }],
		['an unknown kind', { kind: 'dragon', entity: 'dragon:admin:1' }, 422, { fault: 'unknown-kind', path: 'kind' }],
		['a coordinate out of range', { geometry: { type: 'Point', coordinates: [53.52, 110.02] } }, 422, { fault: 'bad-position' }],
		['a time without offset', { times: { observed: '2026-11-21T20:41:00' } }, 422, { fault: 'bad-time', path: 'times.observed' }],
		['another status', { status: 'actual' }, 422, { fault: 'status-mismatch' }],
		['a foreign source', { entity: 'incident:somebody:1' }, 403, { fault: 'wrong-source' }],
	]

	test.each(cases)('%s', async (_name, change, status, expected) => {
		const answer = await hub.post({ ...smallestEvent(2), ...change })
		expect([answer.status, answer.body]).toMatchObject([status, { id: uuid(2), ...expected }])
	})

	test('a bad item never spoils its neighbours', async () => {
		const texts = [
			JSON.stringify(smallestEvent(10)),
			JSON.stringify({ ...smallestEvent(11), kind: 'dragon' }),
			JSON.stringify(smallestEvent(12)).replace('"op"', '"op":"end","op"'),
			'7',
			JSON.stringify(smallestEvent(13)),
		]
		const { status, body } = await hub.ask(EVENTS, { key: hub.admin, raw: `[${texts.join(',')}]` })
		expect(status).toBe(207)
		expect(body).toMatchObject([
			{ id: uuid(10), effect: 'applied' },
			{ id: uuid(11), fault: 'unknown-kind', path: 'kind' },
			{ id: uuid(12), fault: 'duplicate-key', path: 'op' },
			{ fault: 'bad-message' },
			{ id: uuid(13), effect: 'applied' },
		])
		const { body: picture } = await hub.ask('/api/v1/operations/lage/picture', { key: hub.admin })
		const ids = JSON.stringify(picture)
		expect([10, 11, 12, 13].map((n) => ids.includes(`keller-veddel-${n}"`))).toEqual([true, false, false, true])
	})

	test('a measured position without a fix is refused by its row, and its neighbour is stored', async () => {
		const unit = { callsign: 'Florian 1', organisation: 'feuerwehr' }
		const event = { ...smallestEvent(25), kind: 'unit', entity: 'unit:admin:fl-1', payload: unit }
		expect((await hub.post(event)).status).toBe(201)
		const entity = ['unit:admin:fl-1', 'unit:admin:fl-1']
		const observed = ['2026-11-21T20:41:00Z', '2026-11-21T20:41:01Z']
		const { body } = await hub.ask('/api/v1/operations/lage/measurements', {
			key: hub.admin,
			json: { positions: { entity, observed, lat: [0, 53.5], lng: [0, 10] } },
		})
		expect(body).toMatchObject({ stored: 1, refused: [{ fault: 'bad-position', path: 'positions.lat.0' }] })
	})

	test('the same id with another body', async () => {
		expect((await hub.post(smallestEvent(20))).status).toBe(201)
		const again = await hub.post(smallestEvent(20))
		expect(again.status).toBe(201)
		const changed = await hub.post({ ...smallestEvent(20), payload: { title: 'Anders', category: 'flooding' } })
		expect([changed.status, changed.body]).toMatchObject([409, { id: uuid(20), fault: 'id-reused' }])
	})
})

describe('who asks, and for what', () => {
	test('a missing, unknown, revoked or ended key', async () => {
		const now = Date.now()
		const { key } = hub.access.createKey({ name: 'revoked', role: 'integrator', operations: 'all' })
		const ended = hub.access.createKey({ name: 'ended', role: 'integrator', operations: 'all', expires: now - 1 }).key
		expect((await hub.ask('/api/v1/session', { key })).status).toBe(200)
		hub.access.revokeKey('revoked')
		for (const headers of [{}, { authorization: `Bearer ${key}` }, { authorization: `Bearer ${ended}` }, { authorization: 'Basic eDp5' }]) {
			const { status, body } = await hub.ask(EVENTS, { headers, json: smallestEvent(30) })
			expect([status, body]).toMatchObject([401, { fault: 'unauthenticated' }])
		}
	})

	test('everything but health asks for a credential', async () => {
		const paths = [
			'/metrics',
			'/api/v1/session',
			'/api/v1/config',
			'/api/v1/operations',
			'/api/v1/feeds',
			'/api/v1/operations/lage/picture',
		]
		const rest = [
			'rows?scope=x',
			'journal',
			'checkpoint',
			'entities/incident:a:b',
			'entities/incident:a:b/history',
			'entities/sensor:a:b/series',
		]
		for (const path of [...paths, ...rest.map((part) => `/api/v1/operations/lage/${part}`)]) expect((await hub.ask(path)).status).toBe(401)
		expect((await hub.ask('/healthz')).body).toEqual({ healthy: true })
		expect((await hub.ask('/readyz')).body).toEqual({ ready: true })
	})

	test('an unknown operation and one of others are the same', async () => {
		const { key } = hub.access.createKey({ name: 'other', role: 'staff', operations: ['elsewhere'] })
		const unknown = await hub.ask('/api/v1/operations/nowhere/events', { key: hub.admin, json: smallestEvent(31) })
		const foreign = await hub.ask(EVENTS, { key, json: smallestEvent(31, 'other') })
		expect([unknown.status, unknown.body]).toMatchObject([404, { fault: 'unknown-operation' }])
		expect([foreign.status, foreign.body]).toEqual([404, unknown.body])
	})

	test('a malformed address or query, and no address at all', async () => {
		expect(await ask('/api/v1/operations/lage/picture?bbox=1,2,3')).toMatchObject({ fault: 'bad-query', path: 'bbox' })
		expect(await ask('/api/v1/operations/lage/picture?bbox=10,54,9,53')).toMatchObject({ fault: 'bad-query' })
		expect(await ask('/api/v1/operations/lage/picture?at=yesterday')).toMatchObject({ fault: 'bad-query', path: 'at' })
		expect(await ask('/api/v1/operations/lage/picture?kinds=incident,dragon')).toMatchObject({ fault: 'bad-query' })
		expect(await ask('/api/v1/operations/lage/picture?kind=incident')).toMatchObject({ fault: 'bad-query', path: 'kind' })
		expect(await ask('/api/v1/operations/lage/journal?from=0')).toMatchObject({ fault: 'bad-query', path: 'from' })
		expect(await ask('/api/v1/operations/%E0%A4%A/picture')).toMatchObject({ fault: 'bad-query' })
		expect(await ask('/api/v1/nothing')).toMatchObject({ fault: 'not-found' })
		expect(await ask('/api/v1/operations/lage/entities/incident:admin:nothing')).toMatchObject({ fault: 'unknown-entity' })
		expect(await ask('/api/v1/operations/lage/rows?scope=nothing')).toMatchObject({ fault: 'bad-cursor' })
	})
})

test('nothing of all this was worth a line in the log, and the hub lives on', async () => {
	expect(hub.logged).toEqual([])
	expect((await hub.ask('/readyz')).body).toEqual({ ready: true })
})
