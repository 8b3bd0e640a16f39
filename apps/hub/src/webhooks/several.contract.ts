import { startPostgres } from '@lagebild/testing/postgres.ts'
import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { StreamReader } from '../stream/testing/reader.ts'
import { TestCluster } from '../testing/cluster.ts'
import type { ClusterHub } from '../testing/cluster.ts'
import { smallestEvent } from '../testing/harness.ts'
import { Receiver } from './testing/receiver.ts'

const Made = z.object({ webhook: z.looseObject({ id: z.string() }), secret: z.string() })

let redis: RedisServer
let postgres: PostgresServer
let cluster: TestCluster
let said = 0
const receiver = new Receiver()

beforeAll(async () => {
	;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
	await receiver.start()
	const config = { outbound: { allowPrivateHosts: ['127.0.0.1'] }, selfWatch: false }
	cluster = await TestCluster.start({ database: await postgres.database(), redis: redis.url, config })
})

afterAll(async () => {
	await cluster.close()
	await receiver.stop()
	await Promise.all([redis.stop(), postgres.stop()])
})

async function say(hub: ClusterHub): Promise<string> {
	const event = smallestEvent(++said)
	const { status, text } = await hub.ask('/api/v1/operations/lage/events', { key: cluster.admin, json: event })
	if (status >= 300) throw new Error(text)
	return event.entity
}

test('[X2] a stream goes on with another hub where it was', async () => {
	const [a, b] = cluster.hubs
	const url = (hub: ClusterHub) => `${hub.url}/api/v1/operations/lage/stream?bases=false`
	const before = await say(a)
	const first = await StreamReader.open({ url: url(a), key: cluster.admin })
	await first.until('what was said', ({ held, cursor }) => held.has(before) && cursor !== undefined)
	first.close()
	const after = await say(b)
	const second = await StreamReader.open({ url: url(b), key: cluster.admin, last: first.cursor })
	await second.until('what came after', ({ held }) => held.has(after))
	expect(second.messages.some(({ event }) => event === 'reset')).toBe(false)
	expect([...second.held.keys()]).toEqual([after])
	second.close()
})

test('[X12] of two hubs one delivers; when it stops the other goes on, with nothing missing, in order, and each once', async () => {
	const [a, b] = cluster.hubs
	const { body, text, status } = await a.ask('/api/v1/operations/lage/webhooks', { key: cluster.admin, json: { url: receiver.url } })
	if (status !== 201) throw new Error(text)
	receiver.secret = Made.parse(body).secret
	const entities: string[] = []
	for (let n = 0; n < 3; n++) entities.push(await say(a), await say(b))
	const got = (count: number) => until(`${count} messages`, () => (receiver.once().length >= count ? true : undefined))
	await got(6)
	const stopping = a.stop()
	for (let n = 0; n < 3; n++) entities.push(await say(b))
	await stopping
	await got(9)
	await a.start()
	await b.stop()
	entities.push(await say(a))
	await got(10)
	expect(receiver.refused).toEqual([])
	expect(receiver.once().map(({ subject }) => subject)).toEqual(entities)
	expect(receiver.got).toHaveLength(10)
	await b.start()
})
