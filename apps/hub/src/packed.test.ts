import type { OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { Heard, smallestEvent, TestHub } from './testing/harness.ts'

/** Through the whole house: core, outlets, Socket.IO, client. */
describe.each([['direct'], ['stock']] as const)('a hub with %s frames', (frames) => {
	let hub: TestHub
	beforeAll(async () => {
		hub = new TestHub()
		hub.configure({ frames })
		await hub.start()
		for (const id of ['lage', 'still']) await hub.ask('/api/v1/operations', { key: hub.admin, json: { id, name: id, status: 'test' } })
	})
	afterAll(async () => {
		await hub.close()
	})

	test('[F2] sends the same picture to a client that reads packed frames, and to one that does not', async () => {
		const loads: unknown[] = []
		const clients = [true, false].map((packed) => connect(hub, packed))
		await vi.waitFor(() => expect(clients.map((client) => client.state().session)).toEqual(['live', 'live']), 10_000)
		for (let n = 1; n <= 40; n += 10) await hub.post(Array.from({ length: 10 }, (_, i) => smallestEvent(n + i)))
		await vi.waitFor(() => expect(clients.map((client) => client.rows().size)).toEqual([40, 40]), 10_000)
		for (const client of clients) loads.push([...client.rows()])
		expect(loads[0]).toEqual(loads[1])
		expect(clients.map((client) => client.state().verified)).not.toContain('no')
		await Promise.all(clients.map((client) => client.close()))
	})

	test('[F2] packs what is large for those who asked, and for nobody else', async () => {
		const [asked, silent] = [hub.socket('still', { token: hub.admin }), hub.socket('still', { token: hub.admin })]
		const [there, here] = [await follow(hub, { socket: asked, packed: true }), await follow(hub, { socket: silent, packed: false })]
		const json = Array.from({ length: 20 }, (_, i) => smallestEvent(100 + i))
		await hub.ask('/api/v1/operations/still/events', { key: hub.admin, json })
		expect(await there.take('packed', (bytes) => Buffer.isBuffer(bytes))).toBeDefined()
		expect(await here.take('frame', (frame) => JSON.stringify(frame).includes('veddel-119'))).toBeDefined()
		expect(here.names()).not.toContain('packed')
	})
})

function connect({ url, admin }: TestHub, packed: boolean): OperationClient {
	return connectOperation({
		url,
		operation: 'lage',
		token: admin,
		want: { cover: 'all' },
		packed,
		now: () => performance.now(),
		wall: Date.now,
	})
}

type Following = { readonly socket: ReturnType<TestHub['socket']>; readonly packed: boolean }

async function follow(hub: TestHub, { socket, packed }: Following): Promise<Heard> {
	const heard = new Heard(socket)
	const open = { protocol: PROTOCOL, want: { cover: 'all' as const }, packed }
	socket.emit('open', open)
	const welcome = await heard.take('welcome')
	const scope = typeof welcome === 'object' && welcome !== null && 'scopeId' in welcome ? String(welcome.scopeId) : ''
	const { body } = await hub.ask(`/api/v1/operations/still/rows?scope=${scope}`, { key: hub.admin })
	if (!isLoad(body)) throw new Error('no load')
	socket.emit('open', { ...open, have: { epoch: body.epoch, scopeId: body.scopeId, seq: body.seq } })
	await heard.take('welcome')
	return heard
}

function isLoad(body: unknown): body is Load {
	return typeof body === 'object' && body !== null && 'epoch' in body && 'seq' in body
}
