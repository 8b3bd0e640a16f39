import { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from './testing/harness.ts'
import { Tablet } from './testing/tablet.ts'

let hub: TestHub
let crew: string
let n = 1

const GATE = 'facility:admin:tor-7'
const HIDDEN = 'facility:admin:tor-8'

beforeAll(async () => {
	hub = await TestHub.start()
	const gate = (entity: string, label = 'internal') => ({
		...said('upsert', { name: entity, type: 'gate' }),
		entity,
		label: { level: label },
	})
	await hub.ask('/api/v1/operations/base/events', { key: hub.admin, json: [gate(GATE), gate(HIDDEN, 'restricted')] })
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'neben', name: 'Neben', status: 'test' } })
	crew = key('crew', ['lage'])
})

afterAll(async () => {
	await hub.close()
})

function key(name: string, operations: string[], role: 'field' | 'commander' | 'observer' | 'integrator' = 'field'): string {
	return hub.access.createKey({ name, role, operations }).key
}

function said(op: string, payload: Readonly<Record<string, unknown>>) {
	return { id: uuid(n++), kind: 'facility', entity: GATE, op, payload }
}

function post(json: unknown, by = crew) {
	return hub.ask('/api/v1/operations/base/events', { key: by, json })
}

const Answered = z.object({ row: z.object({ claims: z.array(z.object({ source: z.string(), rank: z.string(), value: z.string() })) }) })

test('[A40] a crew says how a gate of a base is, under its own source, for every operation that shows the base', async () => {
	expect((await post(said('patch', { gate: 'open' }))).status).toBe(201)
	const socket = hub.socket('base', { token: crew })
	expect(await socket.emitWithAck('submit', [said('patch', { gate: 'closing' })])).toMatchObject([{ effect: 'applied' }])
	const { body } = await hub.ask(`/api/v1/operations/base/entities/${encodeURIComponent(GATE)}`, { key: key('other', ['neben']) })
	expect(Answered.parse(body).row.claims).toMatchObject([{ source: 'crew', rank: 'person', value: 'closing' }])
	expect((await post(said('patch', { condition: 'seepage' }))).status).toBe(201)
})

test.each([
	['payload.name', { ...said('patch', { gate: 'open', name: 'Meins' }) }],
	['payload.remark', { ...said('patch', { remark: 'egal' }) }],
	['op', said('upsert', { name: 'Tor', type: 'gate' })],
	['op', { ...said('end', {}), payload: undefined }],
	['links', { ...said('patch', { gate: 'open' }), links: [{ rel: 'assigned-to', to: 'unit:crew:u1' }] }],
	['geometry', { ...said('patch', { gate: 'open' }), geometry: null }],
	['kind', { ...said('patch', { stage: 1 }), kind: 'sensor', version: 2, entity: 'sensor:admin:pegel' }],
	['kind', { id: uuid(900), kind: 'incident', entity: 'incident:crew:1', op: 'upsert', payload: { title: 'x', category: 'other' } }],
])('[A40] nothing else: %s is refused and named', async (path, event) => {
	for (const by of [crew, key(`leads-${n++}`, ['lage'], 'commander')])
		expect((await post(event, by)).body).toMatchObject({ fault: 'not-allowed', path })
})

test('[A40] what it does not see is not there, and what is no report of a person is refused', async () => {
	expect((await post({ ...said('patch', { gate: 'open' }), entity: HIDDEN })).body).toMatchObject({ fault: 'unknown-entity' })
	const patch = said('patch', { gate: 'open' })
	for (const role of ['integrator', 'observer'] as const)
		expect((await post(patch, key(`no-${role}`, ['lage'], role))).body).toMatchObject({ fault: 'not-allowed' })
	const measured = { positions: { entity: [GATE], observed: ['2026-11-21T20:00:00Z'], lat: [53], lng: [10] } }
	const socket = hub.socket('base', { token: crew })
	expect(await socket.emitWithAck('measure', measured)).toMatchObject({ fault: 'not-allowed' })
	const answer = await hub.ask('/api/v1/operations/base/measurements', { key: crew, json: measured })
	expect(answer.body).toMatchObject({ fault: 'not-allowed' })
})

test('[A40] it ends with the operation, and with the grant: no word stands after that', async () => {
	await hub.ask('/api/v1/operations/neben/state', { key: hub.admin, json: { state: 'closed', reason: 'Ende' } })
	expect((await post(said('patch', { gate: 'open' }), key('late', ['neben']))).body).toMatchObject({ fault: 'not-allowed' })
	const { key: gone, id } = hub.access.createKey({ name: 'gone', role: 'field', operations: ['lage'] })
	const ended = { credential: `key-${id}`, ended: true }
	hub.access.revokeKeyById(id, 'command line')
	expect((await post(said('patch', { gate: 'open' }), gone)).status).toBe(401)
	await expect
		.poll(async () => (await hub.ask('/api/v1/operations/base/journal', { key: hub.admin })).text, { interval: 50, timeout: 3_000 })
		.toContain(JSON.stringify(ended).slice(1, 40))
})

test('[D6, A40] a retired tablet hands in what it saw in a base, and what the base does not take is refused at its place', async () => {
	const tablet = await Tablet.make(hub)
	const wanted = { unit: EntityId.parse('unit:admin:hlf'), operation: OperationId.parse('lage'), organisation: 'feuerwehr' }
	await tablet.enrol(hub.access.createEnrolment({ ...wanted, name: 'Tablet', invitedBy: 'S6' }, 'person-1').code)
	await hub.ask(`/api/v1/devices/${tablet.id}/revoke`, { key: hub.admin, json: { how: 'retired' } })
	const seen = said('patch', { gate: 'fault' })
	const { body } = await tablet.deposit([seen, said('patch', { name: 'Meins' })], 'base')
	expect(body).toMatchObject([{ id: seen.id, effect: 'applied' }, { fault: 'not-allowed' }])
	expect((await tablet.deposit([seen], 'nirgends')).body).toMatchObject([{ fault: 'not-allowed', path: 'operation' }])
	const gate = await hub.ask(`/api/v1/operations/base/entities/${encodeURIComponent(GATE)}`, { key: hub.admin })
	expect(Answered.parse(gate.body).row.claims).toContainEqual(expect.objectContaining({ source: `tablet-${tablet.id}`, value: 'fault' }))
})
