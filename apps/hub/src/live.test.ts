import { Seq } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { STANDING_POLICY } from '@lagebild/picture/standing.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Heard, refusalOf, smallestEvent, TestHub, uuid } from './testing/harness.ts'
import type { ClientSocket } from './testing/harness.ts'

let hub: TestHub

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

const UNIT = {
	id: uuid(9),
	kind: 'unit',
	entity: 'unit:admin:elw',
	op: 'upsert',
	payload: { callsign: 'Florian Hamburg 1 ELW 1', organisation: 'feuerwehr' },
}
const OPEN = { protocol: PROTOCOL, want: { cover: 'all' } } as const

function textOf(message: unknown, field: string): string {
	return typeof message === 'object' && message !== null ? String(Reflect.get(message, field)) : ''
}

const Load = z.object({ epoch: z.string(), scopeId: z.string(), seq: z.object({ U: Seq, S: Seq, M: Seq }) })

/** Welcome, load over HTTP, open again: as every client begins. */
async function follow(socket: ClientSocket, { operation = 'lage', key = hub.admin } = {}): Promise<Heard> {
	const heard = new Heard(socket)
	socket.emit('open', OPEN)
	const welcome = await heard.take('welcome')
	expect(welcome).toMatchObject({ protocol: PROTOCOL, next: 'load' })
	const { body } = await hub.ask(`/api/v1/operations/${operation}/rows?scope=${textOf(welcome, 'scopeId')}`, { key })
	expect(body).toMatchObject({ scopeId: textOf(welcome, 'scopeId'), rows: [] })
	const { epoch, scopeId, seq } = Load.parse(body)
	socket.emit('open', { ...OPEN, have: { epoch, scopeId, seq } })
	expect(await heard.take('welcome')).toMatchObject({ next: 'resume' })
	return heard
}

describe('a viewer', () => {
	test.each([['websocket'], ['polling']])('by %s gets what is said, as rows, and what it submits itself', async (transport) => {
		const operation = `live-${transport}`
		await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: operation, name: 'Live', status: 'test' } })
		const socket = hub.socket(operation, { token: hub.admin, transports: [transport] })
		const heard = await follow(socket, { operation })
		const posted = await hub.ask(`/api/v1/operations/${operation}/events`, { key: hub.admin, json: smallestEvent(1) })
		expect(posted.status).toBe(201)
		const frame = await heard.take('frame', (message) => JSON.stringify(message).includes('keller-veddel-1'))
		expect(frame).toMatchObject({ put: [{ id: 'incident:admin:keller-veddel-1', fields: { title: 'Wasser im Keller' } }] })
		const answers = await socket.emitWithAck('submit', [smallestEvent(2), { ...smallestEvent(3), kind: 'dragon' }, UNIT])
		expect(answers).toMatchObject([{ id: uuid(2), effect: 'applied' }, { id: uuid(3), fault: 'unknown-kind' }, { effect: 'applied' }])
		await heard.take('frame', (message) => JSON.stringify(message).includes('keller-veddel-2'))
		const measured = await socket.emitWithAck('measure', {
			positions: { entity: ['unit:admin:elw'], observed: [new Date().toISOString()], lat: [53.5], lng: [10] },
		})
		expect(measured).toMatchObject({ stored: 1 })
		expect(await heard.take('frame', (message) => JSON.stringify(message).includes('"position"'))).toMatchObject({
			lane: 'M',
			put: [{ id: 'unit:admin:elw', position: { lat: 53.5, lng: 10 } }],
		})
		expect(Math.abs((await socket.emitWithAck('clock')) - Date.now())).toBeLessThan(1_000)
		const { body } = await hub.ask('/api/v1/operations', { key: hub.admin })
		expect(listedIn(body, operation)).toMatchObject({ viewers: 1 })
		socket.close()
	})

	test('hears what is wrong with its messages and stays connected', async () => {
		const socket = hub.socket('lage', { token: hub.admin })
		const heard = new Heard(socket)
		Reflect.apply(socket.emit.bind(socket), undefined, ['open', { protocol: PROTOCOL, want: { cover: 'everything' } }])
		expect(await heard.take('refused')).toMatchObject({ fault: 'bad-message', path: 'want.cover' })
		const call = (name: string, message: unknown): Promise<unknown> =>
			Promise.resolve(Reflect.apply(socket.emitWithAck.bind(socket), undefined, [name, message]))
		expect(await call('submit', { id: 1 })).toMatchObject([{ fault: 'bad-message' }])
		expect(await call('submit', [{ ...smallestEvent(4), payload: { title: '\ud800', category: 'flooding' } }])).toMatchObject([
			{ fault: 'lone-surrogate', path: 'payload.title' },
		])
		expect(JSON.stringify(await call('submit', ['\ud800']))).toMatch(/^\[{"fault":"lone-surrogate","message":/)
		expect(await call('measure', { positions: 7 })).toMatchObject({ fault: 'bad-message' })
		expect(await call('measure', { positions: new Uint8Array(3) })).toMatchObject({ fault: 'bad-message', path: 'positions' })
		socket.close()
	})
})

function listedIn(list: unknown, id: string): unknown {
	return Array.isArray(list) ? list.find((item: unknown) => textOf(item, 'id') === id) : undefined
}

function outcomeOf(socket: ClientSocket): Promise<unknown> {
	const connected = new Promise((resolve) => {
		socket.once('connect', () => {
			resolve('connected')
		})
	})
	return Promise.race([refusalOf(socket), connected])
}

describe('the handshake', () => {
	test('needs a credential, and an operation that it may see', async () => {
		const { key } = hub.access.createKey({ name: 'other', role: 'staff', operations: ['elsewhere'] })
		expect(await refusalOf(hub.socket('lage', {}))).toMatchObject({ fault: 'unauthenticated' })
		expect(await refusalOf(hub.socket('lage', { token: 'lb_00000000_x' }))).toMatchObject({ fault: 'unauthenticated' })
		expect(await refusalOf(hub.socket('lage', { token: key }))).toMatchObject({ fault: 'unknown-operation' })
		expect(await refusalOf(hub.socket('nowhere', { token: hub.admin }))).toMatchObject({ fault: 'unknown-operation' })
	})

	test('by cookie needs the exact Origin of this hub; a key ignores it', async () => {
		const cookie = await hub.signIn()
		const connected = (headers: Readonly<Record<string, string>>, token?: string) =>
			outcomeOf(hub.socket('lage', { headers, ...(token !== undefined && { token }) }))
		expect(await connected({ cookie })).toMatchObject({ fault: 'not-allowed', path: 'origin' })
		expect(await connected({ cookie, origin: 'http://127.0.0.1' })).toMatchObject({ fault: 'not-allowed' })
		expect(await connected({ cookie, origin: `${hub.url}.evil.example` })).toMatchObject({ fault: 'not-allowed' })
		expect(await connected({ cookie, origin: hub.url })).toBe('connected')
		const polling = hub.socket('lage', { headers: { cookie, referer: `${hub.url}/operations/lage` }, transports: ['polling'] })
		expect(await outcomeOf(polling)).toBe('connected')
		expect(await connected({ origin: 'http://evil.example' }, hub.admin)).toBe('connected')
	})

	test('a revoked key loses its open connection', async () => {
		const { key } = hub.access.createKey({ name: 'lost', role: 'staff', operations: 'all' })
		const socket = hub.socket('lage', { token: key })
		const heard = await follow(socket, { key })
		hub.access.revokeKey('lost')
		hub.recheck()
		expect(await heard.take('bye')).toMatchObject({ why: 'grant' })
		socket.close()
	})

	test('a revoked key says nothing more, also on a connection that is still open', async () => {
		const { key } = hub.access.createKey({ name: 'silent', role: 'staff', operations: 'all' })
		const socket = hub.socket('lage', { token: key })
		expect(await socket.emitWithAck('submit', [smallestEvent(50, 'silent')])).toMatchObject([{ effect: 'applied' }])
		hub.access.revokeKey('silent')
		const calls = [socket.emitWithAck('submit', [smallestEvent(51, 'silent')]), socket.emitWithAck('measure', {})]
		/** The connection may be ended before it is answered. */
		const answers = await Promise.all(calls.map((call) => Promise.resolve<unknown>(call).catch(() => 'ended')))
		for (const answer of answers) expect(JSON.stringify(answer)).toMatch(/"fault":"unauthenticated"|^"ended"$/)
		const entity = encodeURIComponent(smallestEvent(51, 'silent').entity)
		expect((await hub.ask(`/api/v1/operations/lage/entities/${entity}`, { key: hub.admin })).body).toMatchObject({
			fault: 'unknown-entity',
		})
		socket.close()
	})
})

describe('people', () => {
	test('sign in once by a link, and out', async () => {
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'S2' })
		const first = await hub.ask(`/sign-in?code=${code}`)
		expect([first.status, first.headers.get('location')]).toEqual([303, '/'])
		expect(first.headers.get('set-cookie')).toMatch(/^lagebild_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
		const second = await hub.ask(`/sign-in?code=${code}`)
		expect(second.status).toBe(403)
		expect(second.text).toContain('npm run -s lagebild -- link')
		expect(second.headers.get('set-cookie')).toBeNull()
		const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
		expect((await hub.ask(`/sign-in?code=${code}`, { headers: { cookie } })).status).toBe(303)
		const session = await hub.ask('/api/v1/session', { headers: { cookie } })
		expect(session.body).toMatchObject({ grant: { name: 'S2', role: 'staff', rank: 'person' } })
		const config = await hub.ask('/api/v1/config', { headers: { cookie } })
		expect(config.body).toMatchObject({ timeZone: 'Europe/Berlin', version: '0.1.0', basemaps: [{ id: 'basemap-grau' }, {}, {}] })
		expect(config.body).toMatchObject({ fms: {}, gauges: { 'sensor:pegelonline:d488c5cc-4de9-4631-8ce1-0db0e700b546.W': { mhw: 2.15 } } })
		expect(config.body).toMatchObject({ standing: STANDING_POLICY })
		expect((await hub.ask('/api/v1/sign-out', { method: 'POST', headers: { cookie, origin: hub.url } })).status).toBe(204)
		expect((await hub.ask('/api/v1/session', { headers: { cookie } })).status).toBe(401)
	})

	test('write by cookie only from our own page', async () => {
		const cookie = await hub.signIn()
		const post = (headers: Readonly<Record<string, string>>) =>
			hub.ask('/api/v1/operations/lage/events', { headers: { cookie, ...headers }, json: smallestEvent(40, 's2') })
		for (const origin of [undefined, 'null', 'http://127.0.0.1:1', 'https://evil.example', `${hub.url}/`]) {
			const { status, body } = await post(origin === undefined ? {} : { origin })
			expect([status, body]).toMatchObject([403, { fault: 'not-allowed', path: 'origin' }])
		}
		expect((await post({ origin: hub.url })).status).toBe(201)
		const mixed = await post({ origin: hub.url, authorization: 'Bearer nonsense' })
		expect(mixed.status).toBe(401)
	})

	test('behind a proxy with TLS the cookie is secure', async () => {
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'S2' })
		const { headers } = await hub.ask(`/sign-in?code=${code}`, { headers: { 'x-forwarded-proto': 'https' } })
		expect(headers.get('set-cookie')).toContain('; Secure')
	})
})
