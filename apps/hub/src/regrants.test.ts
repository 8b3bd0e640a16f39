import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { Heard, smallestEvent, TestHub } from './testing/harness.ts'

let hub: TestHub

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

const Line = z.object({
	seq: z.number(),
	event: z
		.object({
			op: z.string(),
			author: z.object({ credential: z.string() }).optional(),
			details: z.record(z.string(), z.unknown()).optional(),
		})
		.optional(),
})

async function journal(operation: string) {
	const { text } = await hub.ask(`/api/v1/operations/${operation}/journal`, { key: hub.admin })
	const lines = text.trim().split('\n')
	return lines.map((line) => Line.parse(JSON.parse(line)))
}

/** Resolves when the journal says so: the hub notices what another process changed within a quarter of a second. */
async function regranted(operation: string, credential: string, version: number): Promise<number> {
	for (;;) {
		const found = (await journal(operation)).find(
			({ event }) => event?.op === 'regranted' && event.details?.['credential'] === credential && event.details['version'] === version,
		)
		if (found) return found.seq
	}
}

test('[A33] nothing of a credential is written after the entry that revoked it, while many of its words are on their way', async () => {
	const { key, id } = hub.access.createKey({ name: 'strom', role: 'integrator', operations: ['lage'] })
	const credential = `key-${id}`
	const answers: number[] = []
	let n = 10_000
	const write = async (): Promise<void> => {
		for (let status = 0; status !== 401;) {
			const events = Array.from({ length: 20 }, () => smallestEvent(n++, 'strom'))
			status = (await hub.post(events, key)).status
			answers.push(status)
		}
	}
	const writers = [write(), write(), write(), write()]
	while (answers.length < 8) await hub.ask('/healthz')
	hub.access.revokeKeyById(id, 'command line')
	await Promise.all(writers)
	const version = hub.access.listKeys().find((one) => one.id === id)?.grant.version ?? 0
	const end = await regranted('lage', credential, version)
	await hub.post(smallestEvent(9_999))
	const own = (await journal('lage')).filter(({ event }) => event?.author?.credential === credential)
	expect(own.length).toBeGreaterThan(100)
	expect(own.filter(({ seq }) => seq > end)).toEqual([])
})

test('[A33] a revoked credential is sent away within a second, and its end stands in what it reached and nowhere else', async () => {
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'fern', name: 'Fern', status: 'test' } })
	const { key, id } = hub.access.createKey({ name: 'weg', role: 'staff', operations: ['lage'] })
	const socket = hub.socket('lage', { token: key })
	const heard = new Heard(socket)
	await new Promise<void>((resolve) => {
		socket.once('connect', resolve)
	})
	const began = performance.now()
	hub.access.revokeKeyById(id, 'command line')
	expect(await heard.take('bye')).toMatchObject({ why: 'grant' })
	expect(performance.now() - began).toBeLessThan(1_000)
	await regranted('lage', `key-${id}`, hub.access.listKeys().find((one) => one.id === id)?.grant.version ?? 0)
	expect((await journal('fern')).filter(({ event }) => event?.op === 'regranted')).toEqual([])
})

test('[H10] whose role changed is told so on the connection that stays, and nobody else', async () => {
	const made = hub.access.createAccount({ login: 'berg', name: 'Berg', role: 'staff', clearance: 'internal', operations: ['lage'] }, 'x')
	if (!made.ok) throw new Error(made.fault.message)
	const { account } = made.value
	const started = hub.access.startSession({ account, way: 'password' })
	const socket = hub.socket('lage', { headers: { cookie: `lagebild_session=${started?.token}`, origin: hub.url } })
	const other = hub.socket('lage', { token: hub.admin })
	const [heard, aside] = [new Heard(socket), new Heard(other)]
	await Promise.all([socket, other].map((one) => new Promise<void>((resolve) => one.once('connect', resolve))))
	hub.access.changeAccount(account, { role: 'commander' }, 'x')
	expect(await heard.take('grant')).toEqual({ version: 1 })
	expect(socket.connected).toBe(true)
	await other.emitWithAck('clock')
	expect(await Promise.race([aside.take('grant'), Promise.resolve('nothing')])).toBe('nothing')
})

test('[A33] a changed account is a new version in every operation that it reaches or reached', async () => {
	const made = hub.access.createAccount({ login: 'mueller', name: 'Müller', role: 'staff', operations: ['lage'] }, 'command line')
	if (!made.ok) throw new Error(made.fault.message)
	const { account } = made.value
	const credential = `person-${account}`
	while (!(await hub.ask('/api/v1/accounts', { key: hub.admin })).text.includes(account));
	hub.access.changeAccount(account, { operations: ['base'] }, 'command line')
	await regranted('lage', credential, 1)
	await regranted('base', credential, 1)
	hub.access.changeAccount(account, { operations: ['base', 'lage'], role: 'commander' }, 'command line')
	await regranted('lage', credential, 2)
	const told = (await journal('lage')).flatMap(({ event }) => (event?.details?.['credential'] === credential ? [event.details] : []))
	expect(told).toEqual([
		{ credential, version: 1, ended: true },
		{ credential, version: 2 },
	])
})
