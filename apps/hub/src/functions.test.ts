import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let commander = ''
let staff = { key: '', credential: '' }

beforeAll(async () => {
	hub = await TestHub.start()
	const lage = { operations: ['lage'] } as const
	commander = hub.access.createKey({ name: 'leitung', role: 'commander', clearance: 'internal', ...lage }).key
	const made = hub.access.createKey({ name: 's2', role: 'staff', ...lage })
	staff = { key: made.key, credential: `key-${made.id}` }
	const section = { kind: 'section', op: 'upsert', payload: { name: 'EA 1', type: 'section' } }
	const said = [
		{ id: uuid(1), entity: 'section:admin:1', ...section },
		{ id: uuid(2), entity: 'section:admin:2', label: { level: 'restricted' }, ...section },
	]
	await hub.ask('/api/v1/operations/lage/events', { key: hub.admin, json: said })
})

afterAll(async () => {
	await hub.close()
})

const FUNCTIONS = '/api/v1/operations/lage/functions'

function give(json: unknown, key = commander) {
	return hub.ask(FUNCTIONS, { key, method: 'PUT', json })
}

function diary(n: number, key: string, source: string) {
	const payload = { type: 'diary', book: 'ETB', text: 'Deich hält' }
	const json = [{ id: uuid(n), kind: 'message', entity: `message:${source}:${n}`, op: 'upsert', payload }]
	return hub.ask('/api/v1/operations/lage/events', { key, json })
}

test('[L5] a function is given, taken over and left vacant, by those who may, and stands in the journal', async () => {
	const { credential } = staff
	expect(await give({ function: 'S2', credential }, staff.key)).toMatchObject({ status: 403, body: { fault: 'not-allowed' } })
	const given = await give({ function: 'S2', credential, reason: 'Schichtwechsel' })
	expect(given).toMatchObject({ status: 200, body: { functions: [{ function: 'S2', credential, name: 's2' }] } })
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	expect(JSON.parse(text.trim().split('\n').at(-1) ?? '')).toMatchObject({
		event: {
			op: 'assigned',
			by: 'leitung',
			reason: 'Schichtwechsel',
			details: { assigned: { function: 'S2', holder: { credential, name: 's2' } } },
		},
	})
	const { body } = await hub.ask('/api/v1/operations', { key: staff.key })
	expect(z.array(z.object({ id: z.string(), functions: z.array(z.object({ function: z.string() })) })).parse(body)).toContainEqual({
		id: 'lage',
		functions: [{ function: 'S2' }],
	})
	expect(await give({ function: 'S2', credential: null })).toMatchObject({ status: 200, body: { functions: [] } })
})

test('[L5] a credential that does not reach the operation, and a section that is not there for the asker, are refused', async () => {
	const elsewhere = hub.access.createKey({ name: 'fremd', role: 'staff', operations: ['base'] })
	const refused = { status: 422, body: { fault: 'bad-message', path: 'credential' } }
	for (const credential of [`key-${elsewhere.id}`, 'key-00000000'])
		expect(await give({ function: 'S1', credential })).toMatchObject(refused)
	expect(await give({ function: 'section-leader', credential: staff.credential })).toMatchObject({ status: 422, body: { path: 'section' } })
	const hidden = await give({ function: 'section-leader', section: 'section:admin:2', credential: staff.credential })
	const missing = await give({ function: 'section-leader', section: 'section:admin:9', credential: staff.credential })
	expect([hidden.status, hidden.body]).toEqual([missing.status, missing.body])
	expect(hidden).toMatchObject({ status: 404, body: { fault: 'unknown-entity', path: 'section' } })
})

test('[L5] a section that the reader may not see is not named by who leads it, in no channel', async () => {
	const led = await give({ function: 'section-leader', section: 'section:admin:2', credential: staff.credential }, hub.admin)
	expect(led).toMatchObject({ status: 200, body: { functions: [{ section: 'section:admin:2' }] } })
	expect((await hub.ask(FUNCTIONS, { key: staff.key })).body).toEqual({ operation: 'lage', functions: [] })
	expect((await hub.ask('/api/v1/operations', { key: staff.key })).text).not.toContain('section:admin:2')
	expect((await hub.ask('/api/v1/operations/lage/journal', { key: staff.key })).text).not.toContain('section:admin:2')
	await give({ function: 'section-leader', section: 'section:admin:2', credential: null }, hub.admin)
})

test('[L5] to whom a function can be given is told to those who give it', async () => {
	expect((await hub.ask(FUNCTIONS, { key: commander })).body).toMatchObject({ candidates: [{ name: 'leitung', role: 'commander' }] })
	expect((await hub.ask(FUNCTIONS, { key: staff.key })).body).not.toHaveProperty('candidates')
})

test('[A30] once somebody keeps the diary, the others are told who', async () => {
	expect(await diary(20, commander, 'leitung')).toMatchObject({ body: [{ number: 1 }] })
	await give({ function: 'diary-keeper', credential: staff.credential })
	expect(await diary(21, commander, 'leitung')).toMatchObject({ body: [{ fault: 'not-allowed', message: 'the diary is kept by s2' }] })
	expect(await diary(22, staff.key, 's2')).toMatchObject({ body: [{ number: 2 }] })
})

test('[L5] in a closed operation no function is given', async () => {
	const move = (state: string) => hub.ask('/api/v1/operations/lage/state', { key: commander, json: { state, reason: 'Übungsende' } })
	await move('closed')
	expect(await give({ function: 'S3', credential: staff.credential })).toMatchObject({ status: 409, body: { fault: 'operation-closed' } })
	await move('open')
	expect(await give({ function: 'S3', credential: staff.credential })).toMatchObject({ status: 200 })
})
