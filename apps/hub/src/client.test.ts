import type { ClientState, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

vi.setConfig({ testTimeout: 90_000 })

let hub: TestHub
const clients: OperationClient[] = []

beforeEach(async () => {
	hub = await TestHub.start()
})

afterEach(async () => {
	await Promise.all(clients.splice(0).map((client) => client.close()))
	await hub.close()
})

function connect(token = hub.admin, operation = 'lage'): OperationClient {
	const client = connectOperation({
		url: hub.url,
		operation,
		token,
		want: { cover: 'all' },
		now: () => performance.now(),
		wall: Date.now,
	})
	clients.push(client)
	return client
}

/** Resolves when the client is as wanted. */
function until(client: OperationClient, holds: (state: ClientState) => boolean): Promise<void> {
	return new Promise((resolve) => {
		const stop = client.subscribe(() => check())
		const timer = setInterval(() => check(), 50)
		const check = () => {
			if (!holds(client.state())) return
			clearInterval(timer)
			stop()
			resolve()
		}
		check()
	})
}

function isLive({ session }: ClientState): boolean {
	return session === 'live'
}

const Entities = z.object({ entities: z.array(z.looseObject({ id: z.string() })) })

/** What the hub shows; it names the operation of each entity. */
async function projection(): Promise<unknown> {
	const { body } = await hub.ask('/api/v1/operations/lage/picture?bases=false', { key: hub.admin })
	return Entities.parse(body).entities.toSorted((a, b) => a.id.localeCompare(b.id))
}

function content(client: OperationClient): unknown {
	return [...client.rows().values()].map((row) => ({ ...row, operation: client.operation })).toSorted((a, b) => a.id.localeCompare(b.id))
}

test('a client keeps what the hub has through its restart, and its content equals the picture', async () => {
	const client = connect()
	await until(client, isLive)
	await hub.post([smallestEvent(1), smallestEvent(2)])
	await until(client, () => client.rows().size === 2)
	await hub.stop()
	await until(client, (state) => !isLive(state))
	expect(client.rows().size).toBe(2)
	const later = client.submit([smallestEvent(3)])
	await hub.start()
	expect(await later).toMatchObject([{ id: uuid(3), effect: 'applied' }])
	await until(client, (state) => isLive(state) && client.rows().size === 3)
	expect(content(client)).toEqual(await projection())
})

test('a client whose key is revoked is told and shows nothing more', async () => {
	const { key } = hub.access.createKey({ name: 'lost', role: 'staff', operations: 'all' })
	const client = connect(key)
	await hub.post(smallestEvent(1))
	await until(client, (state) => isLive(state) && client.rows().size === 1)
	hub.access.revokeKey('lost')
	hub.recheck()
	await until(client, ({ session }) => session === 'refused')
	expect(client.rows().size).toBe(0)
})

test('a member of an operation follows its base too, and one who is not does not', async () => {
	const { key } = hub.access.createKey({ name: 'crew', role: 'staff', operations: ['lage'] })
	await until(connect(key, 'base'), isLive)
	const stranger = hub.access.createKey({ name: 'stranger', role: 'staff', operations: ['elsewhere'] }).key
	const client = connect(stranger, 'base')
	await until(client, ({ session }) => session === 'refused')
	expect(client.state().refusal).toMatchObject({ why: 'unknown-operation' })
})

test('[A15] a client knows the operation from its welcome on, and hears at once that it is another', async () => {
	const client = connect()
	await until(client, ({ session }) => session === 'live')
	expect(client.metadata()).toMatchObject({ id: 'lage', name: 'Lage', state: 'open' })
	const heard = new Promise<unknown>((resolve) => {
		client.subscribe(({ metadata }) => metadata && resolve(metadata))
	})
	await hub.ask('/api/v1/operations/lage/state', { key: hub.admin, json: { state: 'closed', reason: 'Ende' } })
	expect(await heard).toMatchObject({ state: 'closed', closedReason: 'Ende' })
	expect(client.state().session).toBe('live')
	const [answer] = await client.submit([smallestEvent(70)])
	expect(answer).toMatchObject({ id: uuid(70), fault: 'operation-closed' })
	const again = connect()
	await until(again, ({ session }) => session === 'live')
	expect(again.metadata()).toEqual(client.metadata())
})

test('[H10] a client tells that its grant is another, and that it is gone', async () => {
	const { key } = hub.access.createKey({ name: 'strom', role: 'staff', operations: ['lage'] })
	const client = connect(key)
	const told = new Promise<string>((resolve) => {
		client.subscribe(({ grant }) => grant && resolve(grant))
	})
	await until(client, isLive)
	hub.access.revokeKey('strom')
	expect(await told).toBe('gone')
	const late = connect(key)
	const refused = new Promise<string>((resolve) => {
		late.subscribe(({ grant }) => grant && resolve(grant))
	})
	expect(await refused).toBe('gone')
})
