import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from '../testing/harness.ts'
import { StreamReader } from './testing/reader.ts'

let hub: TestHub
const readers: StreamReader[] = []
let said = 0

beforeAll(async () => {
	hub = await TestHub.start()
})

afterEach(() => {
	for (const reader of readers.splice(0)) reader.close()
})

afterAll(async () => {
	await hub.close()
})

async function open(query = '', { key = hub.admin, ...rest }: { key?: string; accept?: string; last?: string | undefined } = {}) {
	const reader = await StreamReader.open({ url: `${hub.url}/api/v1/operations/lage/stream${query}`, key, ...rest })
	readers.push(reader)
	return reader
}

async function say(overrides: object = {}, operation = 'lage'): Promise<string> {
	const event = { ...smallestEvent(++said), ...overrides }
	const { text, status } = await hub.ask(`/api/v1/operations/${operation}/events`, { key: hub.admin, json: event })
	if (status >= 300) throw new Error(text)
	return event.entity
}

const Collection = z.object({ features: z.array(z.looseObject({ id: z.string(), properties: z.looseObject({}) })) })

async function pictured(query = '', key = hub.admin) {
	const { body } = await hub.ask(`/api/v1/operations/lage/picture${query}`, { key, headers: { accept: 'application/geo+json' } })
	return new Map(Collection.parse(body).features.map((feature) => [feature.id, feature]))
}

test.each([['text/event-stream'], ['application/geo+json-seq']])(
	'[X1] %s tells the whole picture with its bases as the picture tells it, and then what changes',
	async (accept) => {
		const ours = [await say(), await say({}, 'base')]
		const reader = await open('', { accept })
		expect(reader.response.headers.get('content-type')).toContain(accept)
		expect(reader.response.headers.get('cache-control')).toBe('no-store')
		await reader.complete()
		expect(reader.messages[0]).toMatchObject({ event: 'reset', cursor: null })
		expect(reader.held).toEqual(await pictured())
		expect(ours.every((id) => reader.held.has(id))).toBe(true)
		const next = await say()
		await reader.until('a new thing', ({ held }) => held.has(next))
		await reader.until('a beat', ({ messages }) => messages.some(({ event }) => event === 'beat'))
		expect(reader.held).toEqual(await pictured())
		expect(reader.messages.filter(({ event }) => event === 'reset')).toHaveLength(1)
	},
)

test('[X2] whoever comes back gets what changed meanwhile, once, and nothing else', async () => {
	const [kept, changed] = [await say(), await say()]
	const first = await open()
	await first.complete()
	first.close()
	const last = first.cursor
	await say({ id: uuid(90_001), entity: changed, op: 'patch', payload: { title: 'Anders' } })
	const added = await say()
	const second = await open('', { last })
	await second.complete()
	expect(second.messages.some(({ event }) => event === 'reset')).toBe(false)
	expect(second.messages.flatMap(({ features }) => features.map(({ id }) => id)).toSorted()).toEqual([changed, added].toSorted())
	expect(second.held.has(kept)).toBe(false)
	for (const [id, feature] of second.held) first.held.set(id, feature)
	expect(first.held).toEqual(await pictured())
})

test('[X2] a cursor of another question, of nobody, or that leads nowhere begins anew and says so', async () => {
	const place = await say()
	const reader = await open()
	await reader.complete()
	for (const [query, last] of [
		['?kinds=incident', reader.cursor],
		['?bbox=9,53,11,54', reader.cursor],
		['?bases=false', reader.cursor],
		['', 'unfug'],
	] as const) {
		const other = await open(query, { last })
		await other.complete()
		expect(other.messages[0]).toMatchObject({ event: 'reset', why: 'the cursor is not one to go on from' })
		expect(other.held.has(place)).toBe(true)
		other.close()
	}
})

test('[X3] kinds and box: what leaves the box is dropped, what was never in it is not named', async () => {
	const inside = await say()
	const outside = await say({ geometry: { type: 'Point', coordinates: [12, 50] } })
	const reader = await open('?kinds=incident&bbox=9,53,11,54')
	await reader.complete()
	expect(reader.held.has(inside)).toBe(true)
	await say({ id: uuid(91_001), entity: inside, op: 'patch', geometry: { type: 'Point', coordinates: [12, 51] } })
	await say({ id: uuid(91_002), entity: outside, op: 'patch', geometry: { type: 'Point', coordinates: [12, 52] } })
	await reader.until('it left', ({ held }) => !held.has(inside))
	const unit = { kind: 'unit', entity: 'unit:admin:u1', payload: { callsign: 'U1', status: 'available' } }
	await say(unit).catch(() => undefined)
	const last = await say()
	await reader.until('the next', ({ held }) => held.has(last))
	expect(reader.text).not.toContain(outside)
	expect(reader.text).not.toContain('unit:admin:u1')
	expect(reader.held).toEqual(await pictured('?kinds=incident&bbox=9,53,11,54'))
})

test('[X4] a label that hides a thing drops it, and a key that ends ends its stream', async () => {
	const { key } = hub.access.createKey({ name: 'leser', role: 'integrator', operations: ['lage'], clearance: 'internal' })
	const hidden = await say({ label: { level: 'restricted' } })
	const shown = await say()
	const reader = await open('', { key })
	await reader.complete()
	expect([reader.held.has(shown), reader.text.includes(hidden)]).toEqual([true, false])
	expect(reader.held).toEqual(await pictured('', key))
	await say({ id: uuid(92_001), entity: shown, op: 'classify', payload: undefined, geometry: undefined, label: { level: 'restricted' } })
	await reader.until('it was hidden', ({ held }) => !held.has(shown))
	hub.access.revokeKey('leser')
	await reader.until('the end', ({ ended }) => ended)
	expect(reader.messages.at(-1)).toMatchObject({ event: 'bye', why: 'grant' })
	expect((await open('', { key })).response.status).toBe(401)
})

test('[X5] bad questions are refused by name, and a credential has eight streams', async () => {
	for (const [query, path] of [
		['?kinds=unfug', 'kinds.0'],
		['?bbox=1,2,3', 'bbox'],
		['?bases=perhaps', 'bases'],
	] as const) {
		const { status, body } = await hub.ask(`/api/v1/operations/lage/stream${query}`, { key: hub.admin })
		expect([status, body]).toMatchObject([400, { fault: 'bad-query', path }])
	}
	const html = await hub.ask('/api/v1/operations/lage/stream', { key: hub.admin, headers: { accept: 'text/html' } })
	expect([html.status, html.body]).toMatchObject([415, { path: 'accept' }])
	const head = await hub.ask('/api/v1/operations/lage/stream', { key: hub.admin, method: 'HEAD' })
	expect([head.status, head.text]).toEqual([200, ''])
	const nine = await Promise.all(Array.from({ length: 9 }, () => open()))
	expect(nine.filter(({ response }) => response.status === 200)).toHaveLength(8)
	expect(nine.map(({ response }) => response.status)).toContain(429)
	nine.find(({ response }) => response.ok)?.close()
	expect((await hub.ask('/api/v1/operations/nie/stream', { key: hub.admin })).status).toBe(404)
})
