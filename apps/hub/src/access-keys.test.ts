import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Browser } from './testing/client-browser.ts'
import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let admin: Browser

const Created = z.object({ id: z.string(), key: z.string() })
const Keys = z.array(z.looseObject({ id: z.string(), created: z.number() }))
const EVENTS = '/api/v1/operations/lage/events'

async function makeKey(request: object, by = admin): Promise<z.infer<typeof Created>> {
	const answer = await by.post('/api/v1/keys', { role: 'integrator', operations: ['lage'], ...request })
	expect(answer.status).toBe(201)
	return Created.parse(answer.body)
}

function incident(n: number, source: string) {
	return { ...smallestEvent(n, source), id: uuid(n) }
}

beforeAll(async () => {
	hub = await TestHub.start()
	admin = await Browser.signedIn(hub)
})

afterAll(async () => {
	await hub.close()
})

describe('keys', () => {
	test('a key does what it was made for, and is shown once', async () => {
		const { key, id } = await makeKey({ name: 'pegel', kinds: ['incident', 'sensor'], submitKinds: ['sensor'], rank: 'authority' })
		const sensor = { ...incident(1, 'pegel'), kind: 'sensor', entity: 'sensor:pegel:1', payload: { name: 'Pegel' } }
		expect((await hub.ask(EVENTS, { key, json: sensor })).body).toMatchObject({ fault: 'bad-message' })
		expect((await hub.ask(EVENTS, { key, json: incident(2, 'pegel') })).body).toMatchObject({ fault: 'not-allowed' })
		const listed = await admin.ask('/api/v1/keys')
		expect(listed.text).not.toContain(key.slice(12))
		expect(listed.body).toMatchObject(
			expect.arrayContaining([expect.objectContaining({ id, name: 'pegel', rank: 'authority', state: 'active', submitKinds: ['sensor'] })]),
		)
		expect((await admin.post(`/api/v1/keys/${id}/revoke`)).status).toBe(204)
		expect((await hub.ask('/api/v1/session', { key })).status).toBe(401)
		expect((await admin.post(`/api/v1/keys/${id}/revoke`)).status).toBe(404)
		expect((await admin.post(`/api/v1/keys/${id}/rotate`)).status).toBe(404)
	})

	test('a rotated one is the same credential, and the old secret ends with the overlap', async () => {
		const { key: first, id } = await makeKey({ name: 'gedreht' })
		expect((await hub.ask(EVENTS, { key: first, json: incident(10, 'gedreht') })).status).toBe(201)
		const second = Created.parse((await admin.post(`/api/v1/keys/${id}/rotate`)).body)
		expect(second.id).toBe(id)
		const again = await hub.ask(EVENTS, { key: second.key, json: incident(10, 'gedreht') })
		expect(again.status).toBe(201)
		expect((await hub.ask('/api/v1/session', { key: first })).status).toBe(200)
		const third = Created.parse((await admin.post(`/api/v1/keys/${id}/rotate`, { overlapMinutes: 0 })).body)
		const states = await Promise.all([first, second.key, third.key].map((key) => hub.ask('/api/v1/session', { key })))
		expect(states.map(({ status }) => status)).toEqual([401, 401, 200])
	})

	test('the list says who made each key and when, and marks those whose maker left', async () => {
		const invited = hub.access.invite({ name: 'Jana Brandt', role: 'admin', operations: 'all' }, 'system')
		const made = await hub.access.acceptInvitation(invited.code, { login: 'jana' })
		const account = made.ok ? made.value.account : ''
		const jana = new Browser(hub)
		jana.cookie = `lagebild_session=${hub.access.startSession({ account, way: 'password' })?.token}`
		const { id } = await makeKey({ name: 'wetter' }, jana)
		const entry = async () => Keys.parse((await admin.ask('/api/v1/keys')).body).find((one) => one.id === id)
		expect(await entry()).toMatchObject({ madeBy: { credential: `person-${account}`, name: 'Jana Brandt' } })
		expect(Date.now() - ((await entry())?.created ?? 0)).toBeLessThan(60_000)
		hub.access.endAccount(account, 'system')
		expect(await entry()).toMatchObject({ state: 'active', madeBy: { name: 'Jana Brandt', ended: true } })
	})

	test('[Z11] in the overlap both secrets hold, over a restart of the hub as well, and afterwards one', async () => {
		const { key: first, id } = await makeKey({ name: 'uhr' })
		const second = Created.parse((await admin.post(`/api/v1/keys/${id}/rotate`, { overlapMinutes: 60 })).body)
		const states = async () =>
			(await Promise.all([first, second.key].map((key) => hub.ask('/api/v1/session', { key })))).map(({ status }) => status)
		expect(await states()).toEqual([200, 200])
		await hub.restart()
		expect(await states()).toEqual([200, 200])
		expect((await hub.ask(EVENTS, { key: first, json: incident(40, 'uhr') })).status).toBe(201)
		expect((await hub.ask(EVENTS, { key: second.key, json: incident(41, 'uhr') })).status).toBe(201)
		hub.access.rotateKey(id, { overlapMs: 0 }, 'system')
		expect(await states()).toEqual([401, 401])
		await hub.restart()
		expect(await states()).toEqual([401, 401])
	}, 90_000)

	test('[G9] a budget of items and of bytes is held over HTTP, and says when to come again', async () => {
		const { key } = await makeKey({ name: 'sparsam', budget: { perSecond: 0.2, bytes: 1_024 } })
		const send = (n: number) => hub.ask(EVENTS, { key, json: incident(n, 'sparsam') })
		expect([(await send(20)).status, (await send(21)).status]).toEqual([201, 201])
		const refused = await send(22)
		expect([refused.status, refused.body]).toMatchObject([429, { fault: 'too-many-requests' }])
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
		const large = { ...incident(23, 'sparsam'), payload: { title: 'x'.repeat(280), category: 'flooding', description: 'y'.repeat(1_000) } }
		expect((await hub.ask(EVENTS, { key, json: large })).status).toBe(413)
		expect((await hub.ask(EVENTS, { key: hub.admin, json: incident(24, 'admin') })).status).toBe(201)
	})

	test('[G9] and over a socket', async () => {
		const { key } = await makeKey({ name: 'knapp', budget: { perSecond: 0.2, bytes: 1_024 } })
		const socket = hub.socket('lage', { token: key })
		const send = async (n: number, change: object = {}) => (await socket.emitWithAck('submit', [{ ...incident(n, 'knapp'), ...change }]))[0]
		expect([await send(30), await send(31)]).toMatchObject([{ effect: 'applied' }, { effect: 'applied' }])
		expect(await send(32)).toMatchObject({ id: uuid(32), fault: 'too-many-requests' })
		expect(await send(33, { ext: { a: 'x'.repeat(2_000) } })).toMatchObject({ id: uuid(33), fault: 'too-large' })
		const rows = { entity: ['unit:knapp:1', 'unit:knapp:2', 'unit:knapp:3'], observed: ['', '', ''], lat: [0, 0, 0], lng: [0, 0, 0] }
		expect(await socket.emitWithAck('measure', { positions: rows })).toMatchObject({ fault: 'too-many-requests' })
	})

	test('[G1] a wrong request for one says what is asked for', async () => {
		const said = async (wish: object) => (await admin.post('/api/v1/keys', { role: 'staff', ...wish })).body
		const operations = { fault: 'bad-message', path: 'operations', message: "must be 'all' or a list of at most 200 ids of operations" }
		expect(await said({ name: 'a' })).toEqual(operations)
		expect(await said({ name: 'a', operations: 'alle' })).toEqual(operations)
		const shape = 'must be 1 to 64 of a-z, 0-9, ".", "_" and "-", beginning with a letter or digit'
		const name = { fault: 'bad-message', path: 'name', message: shape }
		expect(await said({ operations: 'all', name: 'Leitstelle Süd' })).toEqual(name)
		expect(await said({ operations: 'all' })).toEqual(name)
	})

	test('[G1] a key makes none that may more or lasts longer, and takes no name of the hub', async () => {
		const expires = new Date(Date.now() + 3_600_000)
		const { key } = await makeKey({
			name: 'verwalter',
			role: 'admin',
			clearance: 'internal',
			expires: expires.toISOString(),
			kinds: ['unit'],
		})
		const ask = (request: object) =>
			hub.ask('/api/v1/keys', { key, json: { name: 'x', role: 'integrator', operations: ['lage'], kinds: ['unit'], ...request } })
		const later = new Date(expires.getTime() + 1_000).toISOString()
		const cases: readonly (readonly [object, string])[] = [
			[{}, 'expires'],
			[{ expires: later }, 'expires'],
			[{ expires: expires.toISOString(), clearance: 'restricted' }, 'clearance'],
			[{ expires: expires.toISOString(), operations: 'all' }, 'operations'],
			[{ expires: expires.toISOString(), kinds: ['incident'] }, 'kinds'],
		]
		for (const [request, path] of cases) expect((await ask(request)).body).toMatchObject({ fault: 'not-allowed', path })
		expect((await ask({ expires: expires.toISOString() })).status).toBe(201)
		for (const name of ['lagebild', 'lagebild-supervisor', 'stammdaten', '../etc', 'a b', 'A'])
			expect((await admin.post('/api/v1/keys', { name, role: 'integrator', operations: 'all' })).body).toMatchObject({
				fault: 'bad-message',
				path: 'name',
			})
		hub.access.createAccount({ login: 'müller', name: 'Müller', role: 'staff', operations: 'all' }, 'command line')
		const person = await admin.post('/api/v1/keys', { name: 'mueller', role: 'integrator', operations: 'all' })
		expect([person.status, person.body]).toMatchObject([409, { fault: 'login-taken', path: 'name' }])
		const over = await admin.post('/api/v1/keys', { name: 'alt', role: 'integrator', operations: 'all', expires: '2020-01-01T00:00:00Z' })
		expect(over.body).toMatchObject({ fault: 'bad-time', path: 'expires' })
	})
})

describe('devices', () => {
	const unit = { kind: 'unit', entity: 'unit:admin:hlf-1', payload: { callsign: 'Florian 1', organisation: 'feuerwehr' } }

	beforeAll(async () => {
		await hub.post({ ...smallestEvent(40), ...unit })
		await hub.post({ ...smallestEvent(41), ...unit, entity: 'unit:admin:sek-1', label: { level: 'restricted' } })
	})

	test('a code is for a unit that one sees, in an operation that one reaches', async () => {
		const ask = (request: object, by = admin) =>
			by.post('/api/v1/devices/enrolments', { unit: unit.entity, operation: 'lage', name: 'Tablet HLF 1', ...request })
		const made = await ask({})
		expect([made.status, z.object({ code: z.string(), expires: z.number() }).safeParse(made.body).success]).toEqual([201, true])
		const commander = await Browser.signedIn(hub, { role: 'commander', operations: ['lage'] })
		expect((await ask({}, commander)).status).toBe(201)
		const blind = await Browser.signedIn(hub, { role: 'commander', clearance: 'internal' })
		const [hidden, missing] = [await ask({ unit: 'unit:admin:sek-1' }, blind), await ask({ unit: 'unit:admin:keine' }, blind)]
		expect([hidden.status, hidden.text]).toEqual([404, missing.text])
		expect((await ask({ operation: 'nirgends' })).body).toMatchObject({ fault: 'unknown-operation' })
		expect((await ask({ unit: 'incident:admin:1' })).body).toMatchObject({ fault: 'bad-message', path: 'unit' })
		const staff = await Browser.signedIn(hub, { role: 'staff' })
		expect((await ask({}, staff)).status).toBe(403)
	})

	test('who does not manage them in an operation sees none of them', async () => {
		expect((await admin.ask('/api/v1/devices')).status).toBe(200)
		const staff = await Browser.signedIn(hub, { role: 'staff' })
		expect((await staff.ask('/api/v1/devices')).body).toEqual([])
		expect((await staff.post('/api/v1/devices/0123456789abcdef/revoke', { how: 'lost' })).status).toBe(404)
	})
})

describe('labels by default', () => {
	const change = (json: object, by = admin) => by.ask('/api/v1/label-defaults', { method: 'PUT', json })

	test('are set, told and taken back by those who manage everything', async () => {
		const wanted = { organisation: 'polizei', kind: 'incident', label: { level: 'restricted' } }
		expect((await change(wanted)).body).toEqual([wanted])
		expect((await admin.ask('/api/v1/label-defaults')).body).toEqual([wanted])
		const police = await Browser.signedIn(hub, { role: 'admin', organisation: 'polizei' })
		const fire = await Browser.signedIn(hub, { role: 'admin', organisation: 'feuerwehr' })
		expect((await fire.ask('/api/v1/label-defaults')).body).toEqual([])
		expect((await change({ ...wanted, label: null }, fire)).body).toMatchObject({ fault: 'not-allowed', path: 'organisation' })
		expect((await change({ ...wanted, label: null }, police)).body).toEqual([])
		const local = await Browser.signedIn(hub, { role: 'admin', operations: ['lage'] })
		expect((await change(wanted, local)).status).toBe(403)
		expect((await change({ ...wanted, label: { level: 'geheim' } })).body).toMatchObject({ fault: 'bad-message', path: 'label.level' })
	})
})

test('nothing of all this was worth a line in the log', () => {
	expect(hub.logged).toEqual([])
})

test('[G1] nobody takes the key of the program that starts the feeds away from it', async () => {
	const { key } = hub.access.createKey({ name: 'lagebild-supervisor', role: 'admin', operations: 'all', clearance: 'restricted' })
	const [own] = Keys.parse((await admin.ask('/api/v1/keys')).body).filter(({ name }) => name === 'lagebild-supervisor')
	for (const way of ['revoke', 'rotate'])
		expect((await admin.post(`/api/v1/keys/${own?.id}/${way}`)).body).toMatchObject({ fault: 'not-allowed' })
	expect((await hub.ask('/api/v1/session', { key })).status).toBe(200)
})
