import { FeedView, HeardCommands } from '@lagebild/model/feeds-protocol.ts'
import { startPostgres } from '@lagebild/testing/postgres.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { TestCluster } from '../testing/cluster.ts'
import { uuid } from '../testing/harness.ts'

let cluster: TestCluster
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
	const [redis, postgres] = await Promise.all([startRedis(), startPostgres()])
	cluster = await TestCluster.start({ database: await postgres.database(), redis: redis.url })
	closing.push(() => cluster.close(), redis.stop, postgres.stop)
})

afterAll(async () => {
	const [hubs, ...servers] = closing
	await hubs?.()
	await Promise.all(servers.map((stop) => stop()))
})

test('figures, commands and refused items of a feed are the same whichever hub is asked', async () => {
	const [a, b] = cluster.hubs
	const key = cluster.admin
	const payload = { name: 'Pegel', format: 'mapping', state: 'green', since: '2026-11-21T20:00:00Z' }
	const json = { id: uuid(1), kind: 'feed', entity: 'feed:admin:admin', op: 'upsert', payload }
	expect((await a.ask('/api/v1/operations/base/events', { key, json })).status).toBe(201)
	const words = {
		mode: 'delta',
		key: 'id',
		version: '',
		endRule: '',
		geometryFrom: '',
		cadenceMs: 1,
		silentMs: 3,
		node: 'i',
		transport: 'poll',
	}
	const figures = { newest: null, lastError: null, ratePerMinute: 7, lagP95Ms: null, address: '', mappingVersion: null, minutes: [] }
	await a.ask('/api/v1/feeds/admin/vitals', { key, json: { operation: 'base', ...words, ...figures } })
	const seen = await until('the figures on the other hub', async () => {
		const [feed] = z.array(FeedView).parse((await b.ask('/api/v1/feeds', { key })).body)
		return feed?.ratePerMinute === 7 ? feed : undefined
	})
	expect(seen).toMatchObject({ id: 'admin', node: 'i' })
	const waiting = a.ask('/api/v1/feeds/admin/commands', { key })
	await b.ask('/api/v1/feeds/admin/commands', { key, json: { type: 'poll-now' } })
	const { commands } = HeardCommands.parse((await waiting).body)
	expect(commands).toMatchObject([{ type: 'poll-now', by: 'admin' }])
	const reject = { at: Date.now(), reason: 'r', message: 'm', raw: 'x' }
	for (const hub of [a, b, a]) await hub.ask('/api/v1/feeds/admin/rejects', { key, json: [reject] })
	for (const hub of [a, b])
		expect((await hub.ask('/api/v1/feeds/admin/rejects', { key })).body).toMatchObject([{ times: 3, state: 'open' }])
	expect((await b.ask('/api/v1/feeds/admin/rejects/rerun', { key, json: { all: true } })).body).toEqual({ changed: 1 })
	const next = await a.ask(`/api/v1/feeds/admin/commands?seen=${commands[0]?.no}`, { key })
	expect(HeardCommands.parse(next.body).commands).toMatchObject([{ type: 'rerun', by: 'admin' }])
})
