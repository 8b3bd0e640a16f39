import { setTimeout as delay } from 'node:timers/promises'

import type { ClientState, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { crowded } from '@lagebild/testing/crowded.ts'
import { startPostgres } from '@lagebild/testing/postgres.ts'
import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'
import { startTcpBalancer } from '@lagebild/testing/tcp-balancer.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { TestCluster } from './testing/cluster.ts'
import type { ClusterHub } from './testing/cluster.ts'
import { smallestEvent } from './testing/harness.ts'

const Entities = z.object({ seq: z.int(), entities: z.array(z.looseObject({ id: z.string() })) })
const Answers = z.union([z.looseObject({ seq: z.int() }), z.looseObject({ fault: z.string() })])

let redis: RedisServer
let postgres: PostgresServer
let cluster: TestCluster
let a: ClusterHub
let b: ClusterHub
let said = 0
const clients: OperationClient[] = []

beforeAll(async () => {
	;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
	cluster = await TestCluster.start({ database: await postgres.database(), redis: redis.url })
	;[a, b] = cluster.hubs
})

afterEach(async () => {
	await Promise.all(clients.splice(0).map((client) => client.close()))
})

afterAll(async () => {
	await cluster.close()
	await Promise.all([redis.stop(), postgres.stop()])
})

async function picture(hub: ClusterHub, operation = 'lage') {
	const { body } = await hub.ask(`/api/v1/operations/${operation}/picture?bases=false`, { key: cluster.admin })
	return Entities.parse(body)
}

async function say(hub: ClusterHub, event: unknown = smallestEvent(++said)) {
	const { body } = await hub.ask('/api/v1/operations/lage/events', { key: cluster.admin, json: event })
	return Answers.parse(body)
}

/** Resolves when a hub has applied what an answer named. */
async function reaches(hub: ClusterHub, seq: number): Promise<void> {
	await until(`seq ${seq} on ${hub.name}`, async () => ((await picture(hub)).seq >= seq ? true : undefined))
}

/** Both show the same at the same place; hubs write by themselves, too. */
async function agree(): Promise<void> {
	const pictures = await until('both hubs at one place', async () => {
		const both = await Promise.all(cluster.hubs.map((hub) => picture(hub)))
		return both[0]?.seq === both[1]?.seq ? both : undefined
	})
	expect(pictures[1]?.entities).toEqual(pictures[0]?.entities)
	const upTo = `/api/v1/operations/lage/journal?limit=${pictures[0]?.seq}`
	const journals = await Promise.all(cluster.hubs.map((hub) => hub.ask(upTo, { key: cluster.admin })))
	expect(journals[0]?.text.trim().split('\n')).toHaveLength(pictures[0]?.seq ?? 0)
	expect(journals[0]?.text).toBe(journals[1]?.text)
}

function seqOf(answer: z.infer<typeof Answers>): number {
	if (!('seq' in answer) || typeof answer.seq !== 'number') throw new Error(`refused: ${JSON.stringify(answer)}`)
	return answer.seq
}

/** A page that is led to whichever hub `url` names now. */
function follow(url: string): OperationClient {
	const now = () => performance.now()
	const client = connectOperation({ url, operation: 'lage', token: cluster.admin, want: { cover: 'all' }, now, wall: Date.now })
	clients.push(client)
	return client
}

async function becomes(client: OperationClient, what: string, holds: (state: ClientState) => boolean): Promise<void> {
	await until(what, () => Promise.resolve(holds(client.state()) ? true : undefined))
}

function byId(x: { readonly id: string }, y: { readonly id: string }): number {
	return x.id < y.id ? -1 : 1
}

describe('two hubs of one database', () => {
	test('[N1] show what either of them wrote, once and in one order', async () => {
		const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => say(n % 2 === 0 ? a : b)))
		expect(new Set(answers.map(seqOf)).size).toBe(40)
		await agree()
	})

	test('[N2] go on while Redis is dead and when it comes back empty, and each follows the other within a second', async () => {
		await redis.kill()
		const began = performance.now()
		const seq = seqOf(await say(a))
		await reaches(b, seq)
		expect(performance.now() - began).toBeLessThan(3_000 * crowded())
		await Promise.all(Array.from({ length: 10 }, (_, n) => say(n % 2 === 0 ? a : b)))
		await agree()
		await redis.restart()
		await Promise.all(Array.from({ length: 10 }, (_, n) => say(n % 2 === 0 ? a : b)))
		await agree()
	})

	test('[N7] what another hub has just written can be spoken of at once', async () => {
		const answers: unknown[] = []
		for (let n = 0; n < 10; n++) {
			const event = smallestEvent(++said)
			seqOf(await say(a, event))
			const { entity } = event
			const times = { observed: new Date().toISOString() }
			answers.push(await say(b, { id: crypto.randomUUID(), kind: 'incident', entity, op: 'patch', times, payload: { title: `${n}` } }))
		}
		expect(answers).toMatchObject(Array.from({ length: 10 }, () => ({ effect: 'applied' })))
	})

	test('[N7] decides nothing about what another hub may have written while the journal does not answer', async () => {
		redis.pause()
		const event = smallestEvent(++said)
		seqOf(await say(a, event))
		await postgres.kill()
		const times = { observed: new Date().toISOString() }
		const patch = { id: crypto.randomUUID(), kind: 'incident', entity: event.entity, op: 'patch', times, payload: { title: 'Pumpe läuft' } }
		expect(await say(b, patch)).toMatchObject({ fault: 'not-ready' })
		await postgres.restart()
		redis.resume()
		const answer = await until('an answer', async () => {
			const again = await say(b, patch)
			return 'fault' in again && again.fault === 'not-ready' ? undefined : again
		})
		expect(answer).toMatchObject({ effect: 'applied' })
	})

	test('[N8] a page goes on with whichever hub it reaches, and shows what they hold', async () => {
		const balancer = await startTcpBalancer(() => cluster.hubs.map(({ url }) => Number(new URL(url).port)))
		const proxy = await startTcpProxy(balancer.port)
		const client = follow(`http://127.0.0.1:${proxy.port}`)
		await becomes(client, 'live', ({ session }) => session === 'live')
		const writing = Array.from({ length: 60 }, (_, n) => delay(n * 40).then(() => say(n % 2 === 0 ? a : b)))
		for (let n = 0; n < 4; n++) {
			await delay(500)
			proxy.cut()
			proxy.heal()
		}
		const seqs = (await Promise.all(writing)).map(seqOf)
		const last = Math.max(...seqs)
		await becomes(client, 'all of it', ({ session, cursors }) => session === 'live' && cursors.S >= last)
		await agree()
		const { entities } = await picture(a)
		const rows = [...client.rows().values()].map((row) => ({ ...row, operation: 'lage' }))
		expect(rows.toSorted(byId)).toEqual(entities.toSorted(byId))
		expect(client.state().verified).not.toBe('no')
		await client.close()
		await proxy.close()
		await balancer.close()
	})

	test('[N6] what one hub erases is gone from the picture of the other, in the same incarnation', async () => {
		const event = { ...smallestEvent(++said), payload: { title: 'Frau Beispiel', category: 'flooding', priority: 'sofort' } }
		await reaches(b, seqOf(await say(a, event)))
		const client = follow(b.url)
		await becomes(client, 'the row', ({ session }) => session === 'live' && client.rows().has(EntityId.parse(event.entity)))
		const at = encodeURIComponent(new Date().toISOString())
		expect((await b.ask(`/api/v1/operations/lage/picture?at=${at}`, { key: cluster.admin })).text).toContain('Beispiel')
		const wish = { entity: event.entity, reason: 'Art. 17', entries: 1 }
		expect((await a.ask('/api/v1/operations/lage/erasures?dryRun=false', { key: cluster.admin, json: wish })).status).toBe(200)
		await becomes(client, 'the erasure', ({ session }) => session === 'live' && !client.rows().has(EntityId.parse(event.entity)))
		for (const address of ['picture', `picture?at=${at}`, 'journal'])
			expect((await b.ask(`/api/v1/operations/lage/${address}`, { key: cluster.admin })).text).not.toContain('Beispiel')
		const other = follow(a.url)
		await becomes(other, 'live', ({ session }) => session === 'live')
		expect(other.state().epoch).toBe(client.state().epoch)
		await agree()
	})

	test('[N3] without the database nothing is taken, what was read is shown, and its age is told', async () => {
		const client = follow(a.url)
		await becomes(client, 'live', ({ session }) => session === 'live')
		postgres.pause()
		const refused = say(a)
		await until('not ready', async () => ((await a.ask('/readyz')).status === 503 ? true : undefined))
		expect(await refused).toMatchObject({ fault: 'not-ready' })
		const { seq, entities } = await picture(a)
		expect([seq > 0, entities.length > 0]).toEqual([true, true])
		const { asOf = 0 } = client.state()
		await delay(1_000)
		expect((client.state().asOf ?? 0) - asOf).toBeLessThan(100)
		postgres.resume()
		await until('ready', async () => ((await a.ask('/readyz')).status === 200 ? true : undefined))
		await reaches(b, seqOf(await say(a)))
		await agree()
	})

	test('[N3] a database that was killed is found again, and what was answered is there', async () => {
		const before = (await Promise.all(Array.from({ length: 5 }, () => say(a)))).map(seqOf)
		await postgres.kill()
		await postgres.restart()
		const seq = await until('an answer', async () => {
			const answer = await say(b)
			return 'seq' in answer ? seqOf(answer) : undefined
		})
		await reaches(a, seq)
		expect((await picture(b)).seq).toBeGreaterThanOrEqual(Math.max(...before))
		await agree()
	})

	test('[N5] a database that comes back without its tail begins another incarnation on every hub', async () => {
		await agree()
		const client = follow(b.url)
		await becomes(client, 'live', ({ session }) => session === 'live')
		const { epoch } = client.state()
		const copy = await postgres.copy()
		const lost = smallestEvent(++said)
		await reaches(b, seqOf(await say(a, lost)))
		await becomes(client, 'the row', () => client.rows().has(EntityId.parse(lost.entity)))
		await postgres.kill()
		await postgres.restart(copy)
		await becomes(client, 'another incarnation', (state) => state.session === 'live' && state.epoch !== epoch)
		expect(client.rows().has(EntityId.parse(lost.entity))).toBe(false)
		await until('one of them takes it', async () => ('seq' in (await say(a)) ? true : undefined))
		await agree()
		const journal = await a.ask('/api/v1/operations/lage/journal', { key: cluster.admin })
		expect(journal.text.split('"op":"restored"')).toHaveLength(2)
	})

	test('[N1] an operation that another hub created is there at once, and so are its changes', async () => {
		const json = { id: 'neu', name: 'Neu', status: 'test' }
		expect((await a.ask('/api/v1/operations', { key: cluster.admin, json })).status).toBe(201)
		expect((await b.ask('/api/v1/operations/neu/picture', { key: cluster.admin })).status).toBe(200)
		expect((await b.ask('/api/v1/operations', { key: cluster.admin, json })).status).toBe(409)
	})
})
