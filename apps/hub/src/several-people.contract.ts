import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import type { Access } from '@lagebild/access/store.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { freshDatabase, redisUrl } from '@lagebild/testing/servers.ts'
import { until } from '@lagebild/testing/until.ts'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Browser } from './testing/client-browser.ts'
import { TestCluster } from './testing/cluster.ts'
import type { ClusterHub } from './testing/cluster.ts'
import { Heard } from './testing/harness.ts'
import type { ClientSocket } from './testing/harness.ts'

const Session = z.looseObject({ grant: z.looseObject({ credential: z.string() }) })
const Present = z.looseObject({ joined: z.array(z.looseObject({ name: z.string() })), count: z.int() })

let cluster: TestCluster
let a: ClusterHub
let b: ClusterHub
/** As the command line has it. */
let access: Access
const sockets: ClientSocket[] = []

beforeAll(async () => {
	const database = await freshDatabase()
	cluster = await TestCluster.start({ database, redis: redisUrl() })
	;[a, b] = cluster.hubs
	access = await openSharedAccess({ url: database, node: 'shell', now: Date.now })
})

afterAll(async () => {
	for (const socket of sockets) socket.close()
	access.close()
	await cluster.close()
})

/** Somebody with an account, signed in at one hub and known at both. */
async function person(login: string, role: 'staff' | 'admin' = 'staff'): Promise<Browser> {
	const code = await access.write(() => access.createLink({ ttlMs: 60_000, role, name: login }))
	const browser = new Browser(a)
	await browser.follow(code)
	const json = { login, name: login, password: 'sieben blaue Deiche' }
	expect((await browser.ask('/api/v1/account', { json })).status).toBe(201)
	await until('the session at the other hub', async () =>
		(await browser.leadTo(b).ask('/api/v1/session')).status === 200 ? true : undefined,
	)
	return browser.leadTo(a)
}

/** Follows at this hub, with the cookie of the browser. */
function follow(hub: ClusterHub, browser: Browser): { readonly socket: ClientSocket; readonly heard: Heard } {
	const socket: ClientSocket = io(`${hub.url}/operations/lage`, {
		transports: ['websocket'],
		forceNew: true,
		reconnection: false,
		extraHeaders: { cookie: browser.cookie, origin: hub.url },
	})
	sockets.push(socket)
	const heard = new Heard(socket)
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' }, presence: true })
	return { socket, heard }
}

describe('people on two hubs', () => {
	test('[N9] see each other, whichever hub they reached; a key is nobody', async () => {
		const [anna, bert] = [await person('anna'), await person('bert')]
		const here = follow(a, anna)
		await here.heard.take('presence', (message) => Present.parse(message).count === 1)
		const there = follow(b, bert)
		const told = Present.parse(await here.heard.take('presence', (message) => Present.parse(message).count === 2))
		expect(told.joined.map(({ name }) => name)).toEqual(['bert'])
		expect(JSON.stringify(told)).not.toContain('person-')
		const machine = io(`${a.url}/operations/lage`, { transports: ['websocket'], forceNew: true, auth: { token: cluster.admin } })
		sockets.push(machine)
		machine.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
		there.socket.close()
		expect(await here.heard.take('presence', (message) => Present.parse(message).count === 1)).toMatchObject({ joined: [] })
	})

	test('[N13] a grant that one hub changed holds at the other, and whoever follows there stays', async () => {
		const cora = await person('cora')
		const { credential } = Session.parse((await cora.ask('/api/v1/session')).body).grant
		const { socket, heard } = follow(b, cora)
		await heard.take('welcome')
		const admin = await person('verwalter', 'admin')
		for (const role of ['observer', 'commander', 'staff'] as const) {
			const changed = await admin.ask(`/api/v1/accounts/${credential.slice('person-'.length)}`, { method: 'PATCH', json: { role } })
			expect(changed.status).toBe(200)
			await heard.take('grant')
			const session = await until('the role at the other hub', async () => {
				const text = (await cora.leadTo(b).ask('/api/v1/session')).text
				return text.includes(`"role":"${role}"`) ? text : undefined
			})
			expect(session).toContain(role)
		}
		expect([socket.connected, heard.names().includes('bye')]).toEqual([true, false])
		expect((await admin.ask(`/api/v1/accounts/${credential.slice('person-'.length)}/end`, { json: {} })).status).toBe(200)
		await heard.take('bye')
	})
})
