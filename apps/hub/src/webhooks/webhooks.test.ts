import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { until } from '@lagebild/testing/until.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from '../testing/harness.ts'
import { Receiver } from './testing/receiver.ts'

const View = z.looseObject({
	id: z.string(),
	state: z.enum(['active', 'paused', 'ended']),
	why: z.string().nullable(),
	lag: z.int(),
	delivered: z.int(),
	lastError: z.looseObject({ text: z.string() }).nullable(),
})
const Made = z.object({ webhook: View, secret: z.string() })

let hub: TestHub
let receiver: Receiver
let said = 0
const AT = '/api/v1/operations/lage/webhooks'

beforeAll(async () => {
	hub = new TestHub()
	hub.configure({ outbound: { allowPrivateHosts: ['127.0.0.1'] } })
	await hub.start()
	for (const json of [
		{ id: 'base', name: 'Grundlage', status: 'test', base: true },
		{ id: 'lage', name: 'Lage', status: 'test' },
	])
		await hub.ask('/api/v1/operations', { key: hub.admin, json })
})

beforeEach(async () => {
	receiver = new Receiver()
	await receiver.start()
})

afterEach(async () => {
	await receiver.stop()
})

afterAll(async () => {
	await hub.close()
})

async function make(wish: object = {}, key = hub.admin): Promise<string> {
	const { body, text, status } = await hub.ask(AT, { key, json: { url: receiver.url, ...wish } })
	if (status !== 201) throw new Error(text)
	const { webhook, secret } = Made.parse(body)
	receiver.secret = secret
	return webhook.id
}

async function say(overrides: object = {}): Promise<string> {
	const event = { ...smallestEvent(++said), ...overrides }
	const { text, status } = await hub.post(event)
	if (status >= 300) throw new Error(text)
	return event.entity
}

async function view(id: string, key = hub.admin) {
	const { body } = await hub.ask(`${AT}/${id}`, { key })
	return View.parse(body)
}

function stateIs(id: string, state: string): Promise<z.infer<typeof View>> {
	return until(`${id} to be ${state}`, async () => {
		const now = await view(id)
		return now.state === state ? now : undefined
	})
}

function subjects(): readonly (string | undefined)[] {
	return receiver.once().map(({ subject }) => subject)
}

test('[X10] entries are posted in order, one at a time, as CloudEvents whose signature the library verifies', async () => {
	const id = await make()
	const entities = [await say(), await say(), await say()]
	await until('all three', () => (receiver.got.length >= 3 ? true : undefined))
	expect(receiver.refused).toEqual([])
	expect(subjects()).toEqual(entities)
	const sequences = receiver.once().map(({ sequence }) => sequence ?? '')
	expect(sequences).toEqual([...sequences].toSorted())
	expect(receiver.got[0]).toMatchObject({
		type: 'application/cloudevents+json',
		events: [{ type: 'lagebild.entry', source: '/api/v1/operations/lage' }],
	})
	const tested = await hub.ask(`${AT}/${id}/test`, { key: hub.admin, json: {} })
	expect(tested.body).toEqual({ ok: true, status: 204, text: null })
	await until('nothing left', async () => ((await view(id)).lag === 0 ? true : undefined))
	expect(await view(id)).toMatchObject({ state: 'active', delivered: 3, lastError: null })
	const { text } = await hub.ask(AT, { key: hub.admin })
	expect([text.includes(receiver.secret), text.includes('sealed')]).toEqual([false, false])
	expect((await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })).status).toBe(204)
	await say()
	expect((await hub.ask(`${AT}/${id}`, { key: hub.admin })).status).toBe(404)
	const trail = await until('the audit trail', async () => {
		const { text: told } = await hub.ask('/api/v1/audit?what=administered', { key: hub.admin })
		return told.includes('webhook deleted') ? told : undefined
	})
	expect([trail.includes('webhook made'), trail.includes(`lage: ${id}`), trail.includes(receiver.secret)]).toEqual([true, true, false])
})

test('[X11] what is not taken comes again with the same id and before what follows; its answer is told', async () => {
	let refusals = 2
	receiver.answer = (_message, response) => {
		if (refusals-- > 0) response.writeHead(503, { 'retry-after': '0' }).end('Wartung\nbis 21 Uhr')
		else response.writeHead(200).end()
	}
	const id = await make()
	const entities = [await say(), await say()]
	const failing = await until('a failure', async () => {
		const now = await view(id)
		return now.lastError ? now : undefined
	})
	const { text: metrics } = await hub.ask('/metrics', { key: hub.admin })
	expect(metrics).toContain('lagebild_webhooks{operation="lage",state="active"} 1')
	expect(metrics).toMatch(/^lagebild_webhook_failing_seconds\{operation="lage"\} [\d.]+$/m)
	expect(failing.lastError).toMatchObject({ status: 503, text: 'HTTP 503: Wartung bis 21 Uhr' })
	await until('both', () => (subjects().length === 2 ? true : undefined))
	expect(subjects()).toEqual(entities)
	expect(receiver.got.map(({ id: name }) => name).slice(0, 3)).toEqual(Array.from({ length: 3 }, () => receiver.got[0]?.id))
	await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })
})

test('[X11] 410 ends it, a redirect is not followed, and a pause holds until somebody resumes', async () => {
	receiver.answer = (_message, response) => response.writeHead(302, { location: '/woanders' }).end()
	const id = await make()
	const first = await say()
	const moved = await until('the redirect', async () => (await view(id)).lastError ?? undefined)
	expect(moved.text).toContain('redirects are not followed')
	await hub.ask(`${AT}/${id}/state`, { key: hub.admin, json: { state: 'paused' } })
	receiver.takeAll()
	expect((await view(id)).state).toBe('paused')
	await hub.ask(`${AT}/${id}/state`, { key: hub.admin, json: { state: 'active' } })
	await until('it goes on', () => (receiver.got.length >= 2 ? true : undefined))
	expect(new Set(receiver.got.map(({ id: name }) => name)).size).toBe(1)
	expect(subjects()).toEqual([first])
	receiver.answer = (_message, response) => response.writeHead(410).end()
	await say()
	expect(await stateIs(id, 'ended')).toMatchObject({ why: 'the receiver answered that it is gone (410)' })
	expect((await hub.ask(`${AT}/${id}/state`, { key: hub.admin, json: { state: 'active' } })).body).toMatchObject({ fault: 'bad-state' })
	await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })
})

test('[X11] what fails for three days is paused and an alarm says so; resumed, it goes on where it was', async () => {
	receiver.answer = (_message, response) => response.writeHead(500).end('kaputt')
	const id = await make({ kinds: ['incident'] })
	const entity = await say()
	await until('a failure', async () => (await view(id)).lastError ?? undefined)
	await hub.stop()
	const database = new DatabaseSync(join(hub.folder, 'webhooks.db'))
	database.exec(`update webhooks set progress = json_set(progress, '$.failingSince', 1, '$.nextAt', 0) where id = '${id}'`)
	database.close()
	await hub.start()
	expect((await stateIs(id, 'paused')).why).toBe('failing for three days: HTTP 500: kaputt')
	await until('the alarm', async () => {
		const { text } = await hub.ask('/api/v1/operations/lage/picture?kinds=alarm', { key: hub.admin })
		return text.includes('Delivery paused: 127.0.0.1') ? true : undefined
	})
	receiver.takeAll()
	await hub.ask(`${AT}/${id}/state`, { key: hub.admin, json: { state: 'active' } })
	await until('it goes on', () => (receiver.got.length > 2 ? true : undefined))
	expect(subjects()).toEqual([entity])
	await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })
})

test('[X13] it gets what its maker may see at that moment, ends with the key, and is nobody else’s', async () => {
	const key = (name: string) => hub.access.createKey({ name, role: 'integrator', operations: ['lage'], clearance: 'internal' }).key
	const [mine, other] = [key('mein-netz'), key('anderes-netz')]
	const id = await make({ kinds: ['incident'], batch: true }, mine)
	const hidden = await say({ label: { level: 'restricted' } })
	await say({ kind: 'message', entity: 'message:admin:m1', geometry: undefined, payload: { text: 'nicht gewünscht' } })
	const shown = await say()
	await until('what it may see', () => (subjects().includes(shown) ? true : undefined))
	expect(subjects()).toEqual([shown])
	expect(receiver.got.some(({ body }) => body.includes(hidden))).toBe(false)
	expect(receiver.got[0]?.type).toBe('application/cloudevents-batch+json')
	expect((await hub.ask(`${AT}/${id}`, { key: other })).status).toBe(404)
	expect((await hub.ask(AT, { key: other })).body).toEqual({ webhooks: [] })
	hub.access.revokeKey('mein-netz')
	expect((await stateIs(id, 'ended')).why).toContain('the credential that made it')
	await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })
})

test('[X14] rows: first all there are, then each that changed, whole, and what is hidden is dropped', async () => {
	const { key } = hub.access.createKey({ name: 'karte', role: 'integrator', operations: ['lage'], clearance: 'internal' })
	const before = await say()
	const id = await make({ content: 'rows', kinds: ['incident'] }, key)
	await until('all rows', () => (subjects().includes(before) ? true : undefined))
	expect(receiver.once()[0]).toMatchObject({ type: 'lagebild.reset' })
	await say({ id: uuid(70_001), entity: before, op: 'patch', geometry: undefined, payload: { title: 'Keller leer' } })
	await until('the change', () => (receiver.got.at(-1)?.body.includes('Keller leer') ? true : undefined))
	expect(receiver.got.at(-1)?.events).toMatchObject([{ type: 'lagebild.put', subject: before, data: { row: { id: before } } }])
	const hide = { id: uuid(70_002), entity: before, op: 'classify', geometry: undefined, payload: undefined, label: { level: 'restricted' } }
	await say(hide)
	await until('the drop', () => (receiver.got.at(-1)?.events.some(({ type }) => type === 'lagebild.drop') ? true : undefined))
	expect(receiver.got.at(-1)?.events).toMatchObject([{ type: 'lagebild.drop', subject: before, data: { id: before } }])
	await hub.ask(`${AT}/${id}`, { key: hub.admin, method: 'DELETE' })
})

test('[X15] what cannot be is refused with its path, and nothing is asked of a private host', async () => {
	const ok = { url: 'https://empfang.example/haken' }
	const bad: readonly (readonly [object, string])[] = [
		[{ url: 'file:///etc/passwd' }, 'url'],
		[{ url: 'http://empfang.example/' }, 'url'],
		[{ url: 'https://10.0.0.1/' }, 'url'],
		[{ url: 'https://[::1]/' }, 'url'],
		[{ url: 'https://167772161/' }, 'url'],
		[{ url: 'https://localhost/' }, 'url'],
		[{ url: 'https://a:b@empfang.example/' }, 'url'],
		[{ url: `https://empfang.example/${'x'.repeat(3_000)}` }, 'url'],
		[{ ...ok, secret: 'x'.repeat(50_000) }, 'secret'],
		[{ ...ok, secret: 'kurz' }, 'secret'],
		[{ ...ok, kinds: ['unfug'] }, 'kinds.0'],
		[{ ...ok, kinds: [] }, 'kinds'],
		[{ ...ok, content: 'alles' }, 'content'],
	]
	for (const [json, path] of bad) {
		const { status, body } = await hub.ask(AT, { key: hub.admin, json })
		expect([json, status, body]).toMatchObject([json, 422, { fault: 'bad-message', path }])
	}
	for (const role of ['observer', 'field', 'staff', 'commander'] as const) {
		const { key } = hub.access.createKey({ name: `rolle-${role}`, role, operations: ['lage'] })
		expect((await hub.ask(AT, { key, json: ok })).status).toBe(403)
		expect((await hub.ask(AT, { key })).status).toBe(403)
	}
	expect((await hub.ask(AT, { json: ok })).status).toBe(401)
})
