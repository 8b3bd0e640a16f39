import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import { startPostgres } from '@lagebild/testing/postgres.ts'
import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'

import { median, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { readers } from './fanout.ts'
import { drivingFeed } from './feed.ts'
import type { Feed } from './feed.ts'
import { adminOf, BenchHub, OPERATION, preloadOf } from './hub.ts'
import { cpuOf, cpuOfServer, temporary } from './processes.ts'
import { introductions, SOURCE } from './units.ts'
import { Viewers } from './viewers.ts'

const SETTLE_MS = 2_000

/** Hubs of one database, their servers, and the same number of viewers in all. */
type Installation = {
	readonly hubs: readonly BenchHub[]
	readonly redis: RedisServer
	readonly postgres: PostgresServer
	readonly viewers: readonly Viewers[]
	readonly feed: Feed
}

type Spent = { readonly updates: number; readonly hubs: number; readonly servers: number }
type Size = { readonly clients: number; readonly units: number }

/** What two hubs compute for the same viewers, with PostgreSQL and Redis, against what one does. */
export const twoHubsBench: Bench = async ({ quick }) => {
	const [clients, units] = quick ? [100, 200] : [5_000, 2_000]
	const [windows, windowMs, warmMs] = quick ? [2, 1_000, 2_000] : [5, 6_000, 10_000]
	const one = await install(1, { clients, units })
	const two = await install(2, { clients, units })
	try {
		for (const { feed } of [one, two]) {
			feed.run()
			// One after the other on purpose: each is to warm up undisturbed.
			// oxlint-disable-next-line no-await-in-loop
			await delay(warmMs)
			// oxlint-disable-next-line no-await-in-loop
			await feed.pause()
		}
		const seen: { readonly one: Spent; readonly two: Spent }[] = []
		// oxlint-disable-next-line no-await-in-loop
		for (let n = 0; n < windows; n++) seen.push({ one: await spent(one, windowMs), two: await spent(two, windowMs) })
		return [finding(seen, { clients, units })]
	} finally {
		await Promise.all([remove(one), remove(two)])
	}
}

async function install(count: number, { clients, units }: Size): Promise<Installation> {
	const [redis, postgres] = await Promise.all([startRedis(), startPostgres()])
	const [database, folder] = [await postgres.database(), temporary('bench-cluster')]
	const hubs: BenchHub[] = []
	for (let n = 0; n < count; n++) {
		const [name, probe] = [`hub-${n}`, join(folder, `probe-${n}.sock`)]
		const env = { DATABASE_URL: database, REDIS_URL: redis.url }
		// One after the other: the first one makes the tables.
		// oxlint-disable-next-line no-await-in-loop
		const running = await startHubProcess({ name, data: join(folder, name), env, preload: preloadOf(probe) })
		// oxlint-disable-next-line no-await-in-loop
		hubs.push(new BenchHub(running, hubs[0]?.admin ?? (await adminOf(running)), probe))
	}
	const [first] = hubs
	if (!first) throw new RangeError('no hub')
	await first.open()
	const token = await first.key({ name: SOURCE, role: 'integrator' })
	await first.submit(token, introductions(units))
	const groups = (await readers(first, clients)).map(({ token: own, count: all }) => ({
		token: own,
		want: {},
		count: Math.floor(all / count),
	}))
	const head = await first.head()
	// What one hub was told, the other has heard by then.
	await delay(SETTLE_MS)
	const viewers: Viewers[] = []
	// oxlint-disable-next-line no-await-in-loop
	for (const { port } of hubs) viewers.push(await Viewers.connect({ port, operation: OPERATION, head }, groups))
	return { hubs, redis, postgres, viewers, feed: drivingFeed(first, { token, units }) }
}

async function spent({ hubs, redis, postgres, viewers, feed }: Installation, ms: number): Promise<Spent> {
	feed.run()
	await delay(SETTLE_MS)
	await Promise.all(viewers.map((some) => some.mark()))
	const own = (): number => hubs.reduce((sum, { pid }) => sum + cpuOf(pid), 0)
	const others = (): number => cpuOf(redis.pid) + cpuOfServer(postgres.pid)
	const [before, beforeOthers] = [own(), others()]
	await delay(ms)
	const [after, afterOthers] = [own(), others()]
	const counts = await Promise.all(viewers.map((some) => some.report()))
	await feed.pause()
	return { updates: counts.reduce((sum, { updates }) => sum + updates, 0), hubs: after - before, servers: afterOthers - beforeOthers }
}

/** Seconds for each delivered update. */
function each({ updates, hubs, servers }: Spent): number {
	return (hubs + servers) / updates
}

function row(name: string, spending: Spent): readonly string[] {
	const { updates, hubs, servers } = spending
	return [name, (updates / 1e6).toFixed(2), hubs.toFixed(2), servers.toFixed(2), (1e6 * each(spending)).toFixed(3)]
}

function finding(seen: readonly { readonly one: Spent; readonly two: Spent }[], { clients, units }: Size): Finding {
	const ratios = seen.map(({ one, two }) => each(two) / each(one))
	return {
		name: `two hubs against one, ${clients} clients × ${units} units at 1 Hz`,
		seen: median(ratios),
		bound: 2,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${median(seen.map(({ two }) => 1e6 * each(two))).toFixed(3)} µs for each delivered update against ${median(seen.map(({ one }) => 1e6 * each(one))).toFixed(3)} µs, PostgreSQL and Redis counted on both sides`,
		rounds: [
			['', 'million updates', 'hubs CPU s', 'servers CPU s', 'µs an update'],
			...seen.flatMap(({ one, two }) => [row('one hub', one), row('two hubs', two)]),
		],
	}
}

async function remove({ hubs, redis, postgres, viewers, feed }: Installation): Promise<void> {
	await Promise.all([feed.end(), ...viewers.map((some) => some.end())])
	await Promise.all(hubs.map((hub) => hub.stop()))
	await Promise.all([redis.stop(), postgres.stop()])
}
