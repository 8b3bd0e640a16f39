import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Heard, smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let commander = ''
let staff = ''

beforeAll(async () => {
	hub = await TestHub.start()
	const lage = { operations: ['lage', 'zwei', 'drei'] } as const
	commander = hub.access.createKey({ name: 'leitung', role: 'commander', ...lage }).key
	staff = hub.access.createKey({ name: 's2', role: 'staff', operations: ['lage'] }).key
})

afterAll(async () => {
	await hub.close()
})

const OPERATIONS = '/api/v1/operations'

function make(json: Readonly<Record<string, unknown>>, key = hub.admin) {
	return hub.ask(OPERATIONS, { key, json: { status: 'test', ...json } })
}

function change(operation: string, json: unknown, key = commander) {
	return hub.ask(`${OPERATIONS}/${operation}`, { key, method: 'PATCH', json })
}

function move(operation: string, state: string, key = commander) {
	return hub.ask(`${OPERATIONS}/${operation}/state`, { key, json: { state, reason: 'Übungsende' } })
}

function say(operation: string, n: number, key = hub.admin) {
	return hub.ask(`${OPERATIONS}/${operation}/events`, { key, json: smallestEvent(n, key === hub.admin ? 'admin' : 's2') })
}

async function listed(query = '', key = hub.admin): Promise<readonly unknown[]> {
	const { body } = await hub.ask(`${OPERATIONS}${query}`, { key })
	const all: readonly unknown[] = Array.isArray(body) ? body : []
	return all
}

async function one(id: string, key = hub.admin): Promise<unknown> {
	const all = await listed('?state=open,closed,archived', key)
	return all.find((item) => typeof item === 'object' && item !== null && 'id' in item && item.id === id)
}

async function connected(operation: string, token: string) {
	const socket = hub.socket(operation, { token })
	const heard = new Heard(socket)
	await new Promise<void>((resolve) => socket.once('connect', resolve))
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	return { socket, heard, welcome: await heard.take('welcome') }
}

describe('the life of an operation', () => {
	test('[L1] it is opened with its gauges, and changed by who leads', async () => {
		const gauges = ['sensor:pegel:st-pauli']
		const made = await make({ id: 'eins', name: 'Lage Eins', gauges })
		expect([made.status, made.body]).toMatchObject([201, { id: 'eins', gauges, state: 'open', bases: ['base'] }])
		const values = { name: 'Sturmflut', area: [9, 53, 10, 54], timeZone: 'Europe/London', gauges: [] }
		expect(await change('eins', { ...values, reason: 'vertippt' }, hub.admin)).toMatchObject({
			status: 200,
			body: { id: 'eins', ...values },
		})
		expect(await one('eins')).toMatchObject(values)
		expect((await change('lage', { name: 'x' }, staff)).body).toMatchObject({ fault: 'not-allowed' })
		expect((await move('lage', 'closed', staff)).body).toMatchObject({ fault: 'not-allowed' })
		expect((await change('eins', { name: 'x' })).body).toMatchObject({ fault: 'unknown-operation' })
	})

	test.each([
		['a time zone that is none', { timeZone: 'Europe/Hamburg' }, 'timeZone'],
		['an offset as time zone', { timeZone: '+01:00' }, 'timeZone'],
		['an area from north to south', { area: [9, 54, 10, 53] }, 'area'],
		['nine gauges', { gauges: Array.from({ length: 9 }, (_, n) => `sensor:a:${n}`) }, 'gauges'],
		['a unit as gauge', { gauges: ['unit:a:1'] }, 'gauges.0'],
		['a base that is none', { bases: ['lage'] }, 'bases.0'],
		['itself as base', { bases: ['eins'] }, 'bases.0'],
		['a base twice', { bases: ['base', 'base'] }, 'bases'],
		['another id', { id: 'zehn' }, 'id'],
		['a state', { state: 'closed' }, 'state'],
	])('[L2] %s is refused with its path', async (_what, json, path) => {
		expect(await change('eins', json, hub.admin)).toMatchObject({ status: 422, body: { path } })
	})

	test('[L1] a gauge that a member may not see is not named to them, in lists and in the journal', async () => {
		const sensor = {
			id: uuid(9_000),
			kind: 'sensor',
			entity: 'sensor:admin:geheim',
			op: 'upsert',
			payload: { name: 'Pegel', property: 'W', unit: 'cm' },
		}
		await hub.ask(`${OPERATIONS}/eins/events`, { key: hub.admin, json: { ...sensor, label: { level: 'restricted' } } })
		expect((await change('eins', { gauges: ['sensor:admin:geheim'] }, hub.admin)).body).toMatchObject({ gauges: ['sensor:admin:geheim'] })
		const member = hub.access.createKey({ name: 'mitglied', role: 'staff', operations: ['eins'] }).key
		expect(await one('eins', member)).toMatchObject({ gauges: [] })
		const told = await Promise.all(
			[OPERATIONS, '/api/v1/session', `${OPERATIONS}/eins/journal`].map((path) => hub.ask(path, { key: member })),
		)
		expect(told.map(({ status, text }) => [status, text.includes('geheim')])).toEqual(told.map(() => [200, false]))
		await change('eins', { gauges: [] }, hub.admin)
	})

	test('[L2] who leads one operation adds no base to it that they do not read already', async () => {
		await make({ id: 'alleine', name: 'Lage allein', bases: [] })
		await make({ id: 'telefon', name: 'Telefonlisten', base: true })
		const chief = hub.access.createKey({ name: 'chef', role: 'commander', operations: ['alleine'] }).key
		expect((await change('alleine', { bases: ['telefon'] }, chief)).text).toMatch(/"path":"bases.0","message":"there is no base/)
		expect((await hub.ask(`${OPERATIONS}/telefon/picture`, { key: chief })).body).toMatchObject({ fault: 'unknown-operation' })
		expect((await change('alleine', { bases: ['telefon'] }, hub.admin)).status).toBe(200)
		expect((await change('alleine', { name: 'Allein', bases: ['telefon'] }, chief)).status).toBe(200)
		await change('alleine', { bases: [] }, hub.admin)
		await move('telefon', 'closed', hub.admin)
	})

	test('[L2] a base of another status is not shown', async () => {
		await make({ id: 'base-exercise', name: 'Grundlage Übung', status: 'exercise', base: true })
		expect((await change('eins', { bases: ['base-exercise'] }, hub.admin)).body).toMatchObject({
			fault: 'status-mismatch',
			path: 'bases.0',
		})
	})

	test('[A15] closed, it takes nothing and is read on; opened again, it takes what was refused', async () => {
		await make({ id: 'zwei', name: 'Lage Zwei' })
		expect((await say('zwei', 1)).status).toBe(201)
		expect(await move('zwei', 'closed')).toMatchObject({
			status: 200,
			body: { state: 'closed', closedBy: 'leitung', closedReason: 'Übungsende' },
		})
		const refused = await say('zwei', 2)
		expect([refused.status, refused.body]).toMatchObject([409, { fault: 'operation-closed', id: uuid(2) }])
		expect(JSON.stringify(refused.body)).toMatch(/closed since \d{4}-\d\d-\d\dT.*commander or an admin can open it again/)
		const positions = { entity: ['unit:admin:1'], observed: ['2026-11-21T20:41:00Z'], lat: [53.5], lng: [10] }
		const measured = await hub.ask(`${OPERATIONS}/zwei/measurements`, { key: hub.admin, json: { positions } })
		expect([measured.status, measured.body]).toMatchObject([409, { fault: 'operation-closed' }])
		expect((await change('zwei', { name: 'x' })).body).toMatchObject({ fault: 'operation-closed' })
		expect((await hub.ask(`${OPERATIONS}/zwei/picture`, { key: hub.admin })).body).toMatchObject({ entities: [{ kind: 'incident' }] })
		expect((await say('zwei', 1)).body).toMatchObject({ id: uuid(1), seq: 2 })
		expect(await move('zwei', 'open')).toMatchObject({ body: { state: 'open' } })
		expect(await one('zwei')).not.toHaveProperty('closed')
		expect((await say('zwei', 2)).status).toBe(201)
	})

	test('[L1] the archive is for an admin, after closing, and out of the usual list', async () => {
		expect((await move('zwei', 'archived', hub.admin)).body).toMatchObject({ fault: 'bad-state' })
		await move('zwei', 'closed')
		expect((await move('zwei', 'archived')).body).toMatchObject({ fault: 'not-allowed' })
		expect(await move('zwei', 'archived', hub.admin)).toMatchObject({ status: 200, body: { state: 'archived', closedBy: 'leitung' } })
		expect((await listed()).some((item) => JSON.stringify(item).includes('"zwei"'))).toBe(false)
		expect(await listed('?state=archived')).toMatchObject([{ id: 'zwei' }])
		expect((await hub.ask(`${OPERATIONS}?state=gone`, { key: hub.admin })).body).toMatchObject({ fault: 'bad-query', path: 'state.0' })
		expect((await hub.ask(`${OPERATIONS}/zwei/picture`, { key: hub.admin })).status).toBe(200)
		expect((await move('zwei', 'open')).body).toMatchObject({ fault: 'not-allowed' })
		expect((await move('zwei', 'open', hub.admin)).status).toBe(200)
	})

	test('[L3] a base stays open while an open operation shows it, and the refusal names those that one may see', async () => {
		const keeper = hub.access.createKey({ name: 'bw', role: 'commander', operations: ['base', 'lage'] }).key
		const refused = await move('base', 'closed', keeper)
		expect([refused.status, refused.body]).toMatchObject([409, { fault: 'operation-in-use' }])
		expect(JSON.stringify(refused.body)).toContain('Lage (lage), 2 that you do not see')
	})

	test('[L3] [L2] a base that nobody shows closes, and who showed it cannot be opened again before it', async () => {
		await make({ id: 'base-zwei', name: 'Grundlage Zwei', base: true })
		await make({ id: 'drei', name: 'Drei', bases: ['base-zwei'] })
		await move('drei', 'closed')
		expect((await move('base-zwei', 'closed', hub.admin)).status).toBe(200)
		expect((await move('drei', 'open')).body).toMatchObject({ fault: 'operation-closed', path: 'bases.0' })
		expect((await make({ id: 'vier', name: 'Vier', bases: ['base-zwei'] })).body).toMatchObject({ fault: 'operation-closed' })
		await move('base-zwei', 'open', hub.admin)
		expect((await move('drei', 'open')).status).toBe(200)
	})

	test('it is as it was after a restart', async () => {
		await move('drei', 'closed')
		const before = await one('drei')
		await hub.restart()
		expect(await one('drei')).toEqual(before)
		expect((await say('drei', 50)).body).toMatchObject({ fault: 'operation-closed' })
		await move('drei', 'open')
	})
})

describe('those who follow it', () => {
	test('[A15] are told what it is at once, and nobody else is', async () => {
		const { heard, welcome } = await connected('lage', staff)
		const other = await connected('base', hub.admin)
		expect(welcome).toMatchObject({ operation: { id: 'lage', state: 'open' } })
		await change('lage', { name: 'Lage Nord' })
		expect(await heard.take('operation')).toMatchObject({ id: 'lage', name: 'Lage Nord' })
		await move('lage', 'closed')
		expect(await heard.take('operation')).toMatchObject({ state: 'closed', closedBy: 'leitung' })
		await move('lage', 'open')
		expect(await heard.take('operation')).not.toHaveProperty('closedBy')
		await change('base', { name: 'Grundlage Nord' }, hub.admin)
		expect(await other.heard.take('operation')).toMatchObject({ id: 'base' })
	})

	test('[A15] a submission that is admitted before and written after the closing is refused, whole', async () => {
		const { socket } = await connected('lage', staff)
		const events = Array.from({ length: 500 }, (_, n) => smallestEvent(3_000 + n, 's2'))
		const submitted = new Promise<readonly unknown[]>((resolve) => {
			socket.emit('submit', events, resolve)
		})
		const before = await hub.ask(`${OPERATIONS}/lage/checkpoint`, { key: staff })
		expect(before.status).toBe(200)
		expect((await move('lage', 'closed')).status).toBe(200)
		const answers = await submitted
		const refused = answers.filter((answer) => JSON.stringify(answer).includes('"operation-closed"')).length
		const kept = await hub.ask(`${OPERATIONS}/lage/journal`, { key: staff })
		const stored = kept.text.split('\n').filter((line) => line.includes('"op":"upsert"') && line.includes('incident:s2:')).length
		expect(stored + refused).toBe(500)
		expect(kept.text.trim().split('\n').at(-1)).toContain('"op":"closed"')
		await move('lage', 'open')
	})

	test('[L4] who read a base through it alone is sent away when it shows that base no longer', async () => {
		const { heard } = await connected('base', staff)
		await change('lage', { bases: [] })
		expect(await heard.take('bye')).toMatchObject({ why: 'grant' })
		expect((await hub.ask(`${OPERATIONS}/base/picture`, { key: staff })).body).toMatchObject({ fault: 'unknown-operation' })
		await change('lage', { bases: ['base'] })
		expect((await hub.ask(`${OPERATIONS}/base/picture`, { key: staff })).status).toBe(200)
	})

	test('a feed of a closed operation is shown as held up, and not as it last said', async () => {
		const pegel = hub.access.createKey({ name: 'pegel', role: 'integrator', operations: ['lage'] }).key
		const payload = { name: 'Pegel', format: 'pegelonline', state: 'green', since: '2026-11-21T20:41:00Z' }
		const health = { id: uuid(8_000), kind: 'feed', entity: 'feed:pegel:pegel', op: 'upsert', payload }
		expect((await hub.ask(`${OPERATIONS}/lage/events`, { key: pegel, json: health })).status).toBe(201)
		expect((await hub.ask('/api/v1/feeds', { key: staff })).body).toMatchObject([{ id: 'pegel', state: 'green' }])
		await move('lage', 'closed')
		const held = await hub.ask('/api/v1/feeds', { key: staff })
		expect(held.body).toMatchObject([{ id: 'pegel', state: 'amber' }])
		expect(held.text).toContain('operation-closed')
		await move('lage', 'open')
	})
})

describe('the diary', () => {
	const noted = (n: number, entity: string, over: Readonly<Record<string, unknown>> = {}) => ({
		id: uuid(n),
		kind: 'message',
		entity: `message:admin:${entity}`,
		op: 'upsert',
		payload: { text: `Eintrag ${n}`, type: 'diary', book: 'ETB', ...over },
	})

	test('[A16] a diary entry is answered, listed and shown with its number; a retry with the same', async () => {
		expect((await hub.post(noted(9_001, 'a'))).body).toMatchObject({ effect: 'applied', number: 1 })
		expect((await hub.post(noted(9_002, 'b'))).body).toMatchObject({ number: 2 })
		expect((await hub.post(noted(9_001, 'a'))).body).toMatchObject({ number: 1 })
		expect((await hub.post(noted(9_003, 'c', { book: 'TEL' }))).body).toMatchObject({ number: 1 })
		const { text } = await hub.ask(`${OPERATIONS}/lage/journal`, { key: hub.admin })
		expect(text.split('\n').filter((line) => /"number":2,/.test(line))).toHaveLength(1)
		const entity = await hub.ask(`${OPERATIONS}/lage/entities/message:admin:b`, { key: hub.admin })
		expect(entity.body).toMatchObject({ row: { number: 2 } })
	})

	test('[A16] it is not written over, and nothing but an upsert with a book makes one', async () => {
		const over = await hub.post(noted(9_010, 'a', { text: 'anders' }))
		expect([over.status, over.body]).toMatchObject([409, { fault: 'diary-entry', path: 'entity' }])
		expect(JSON.stringify(over.body)).toContain('corrects')
		const patched = { ...noted(9_011, 'a'), op: 'patch', payload: { text: 'anders' } }
		expect((await hub.post(patched)).body).toMatchObject({ fault: 'diary-entry' })
		expect((await hub.post({ ...noted(9_012, 'd'), payload: { text: 'x', type: 'diary' } })).body).toMatchObject({
			fault: 'bad-message',
			path: 'payload.book',
		})
		await hub.post(noted(9_013, 'e', { type: 'report' }))
		expect((await hub.post({ ...noted(9_014, 'e'), op: 'patch', payload: { type: 'diary' } })).body).toMatchObject({ path: 'payload.type' })
		const corrects = { ...noted(9_015, 'f'), links: [{ rel: 'corrects', to: 'message:admin:a' }] }
		expect((await hub.post(corrects)).body).toMatchObject({ number: 3 })
	})
})
