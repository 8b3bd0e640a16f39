import type { ClientState, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { startPostgres } from '@lagebild/testing/postgres.ts'
import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'
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

async function agree(): Promise<void> {
	const { seq } = await picture(a)
	await reaches(b, seq)
	expect((await picture(b)).entities).toEqual((await picture(a)).entities)
	const journals = await Promise.all(cluster.hubs.map((hub) => hub.ask('/api/v1/operations/lage/journal', { key: cluster.admin })))
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
		expect(performance.now() - began).toBeLessThan(3_000)
		await Promise.all(Array.from({ length: 10 }, (_, n) => say(n % 2 === 0 ? a : b)))
		await agree()
		await redis.restart()
		await Promise.all(Array.from({ length: 10 }, (_, n) => say(n % 2 === 0 ? a : b)))
		await agree()
	})

	test('[N7] what another hub has just written can be spoken of at once', async () => {
		for (let n = 0; n < 10; n++) {
			const event = smallestEvent(++said)
			seqOf(await say(a, event))
			const { entity } = event
			seqOf(await say(b, { id: crypto.randomUUID(), kind: 'incident', entity, op: 'patch', times: { observed: new Date().toISOString() }, payload: { title: `${n}` } }))
		}
	})

	test('[N1] an operation that another hub created is there at once, and so are its changes', async () => {
		const json = { id: 'neu', name: 'Neu', status: 'test' }
		expect((await a.ask('/api/v1/operations', { key: cluster.admin, json })).status).toBe(201)
		expect((await b.ask('/api/v1/operations/neu/picture', { key: cluster.admin })).status).toBe(200)
		expect((await b.ask('/api/v1/operations', { key: cluster.admin, json })).status).toBe(409)
	})
})
