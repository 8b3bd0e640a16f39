import { setTimeout as pause } from 'node:timers/promises'

import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'
import type { TcpProxy } from '@lagebild/testing/tcp-proxy.ts'

import { deliver } from './deliver.ts'
import type { Fault, Stage } from './fault.ts'
import { cutClients, killHub, reloadClients, sameEvents, someNode, stopHub } from './one-hub.ts'
import { bringBack, RESTORE } from './restore.ts'

/** What a hub says when the journal is another than it was. */
const LOST = /came back without entries|not the one that was/

/** Faults between hubs and their servers. */
export const CLUSTER: readonly Fault[] = [
	{ name: 'cluster-kill-hub', place: 'cluster', run: killHub },
	{ name: 'cluster-kill-all', place: 'cluster', run: killAll },
	{ name: 'cluster-stop-hub', place: 'cluster', run: stopHub },
	{ name: 'cluster-same-events', place: 'cluster', run: sameEvents },
	{ name: 'cluster-cut-clients', place: 'cluster', run: cutClients },
	{ name: 'cluster-reload-clients', place: 'cluster', run: reloadClients },
	{ name: 'redis-kill', place: 'cluster', run: (stage) => killRedis(stage, stage.lasts(5_000)) },
	{ name: 'redis-empty', place: 'cluster', run: (stage) => killRedis(stage, 0) },
	{ name: 'redis-stop', place: 'cluster', run: stopRedis },
	{ name: 'redis-cut', place: 'cluster', run: (stage) => disturb(stage, someNode(stage).toRedis) },
	{ name: 'postgres-kill', place: 'cluster', run: killPostgres },
	{ name: 'postgres-stop', place: 'cluster', run: stopPostgres },
	{ name: 'postgres-cut', place: 'cluster', run: (stage) => disturb(stage, someNode(stage).toPostgres) },
	{ name: 'postgres-cut-in-commit', place: 'cluster', run: cutInCommit },
	{ name: 'postgres-standby', place: 'cluster', run: promote, allows: LOST },
	{ ...RESTORE, name: 'cluster-restore', place: 'cluster' },
]

/** Answers that the old machine gave are still on their way when the new one is there. */
const ANSWERS_ARRIVE_MS = 200

function redisOf({ cluster }: Pick<Stage, 'cluster'>): RedisServer {
	if (!cluster.redis) throw new Error('this fault needs Redis')
	return cluster.redis
}

function postgresOf({ cluster }: Pick<Stage, 'cluster'>): PostgresServer {
	if (!cluster.postgres) throw new Error('this fault needs PostgreSQL')
	return cluster.postgres
}

async function killAll({ nodes, random }: Stage): Promise<void> {
	for (const { hub } of nodes) hub.kill()
	await pause(random.whole(100, 1_000))
	await Promise.all(nodes.map(({ hub }) => hub.ready()))
}

async function killRedis(stage: Stage, awayMs: number): Promise<void> {
	const redis = redisOf(stage)
	await redis.kill()
	await pause(awayMs)
	await redis.restart()
}

async function stopRedis(stage: Stage): Promise<void> {
	const redis = redisOf(stage)
	redis.pause()
	await pause(stage.lasts(6_000))
	redis.resume()
}

/** Cut, or silent as a network that lost its route, or slow. */
async function disturb({ random, lasts }: Stage, link: TcpProxy | undefined): Promise<void> {
	if (!link) throw new Error('this fault needs the link')
	for (let left = random.whole(1, 3); left > 0; left--) {
		random.pick([link.cut, link.stall, () => link.delay(random.whole(20, 200))])()
		// oxlint-disable-next-line no-await-in-loop
		await pause(random.whole(200, lasts(5_000)))
		link.heal()
		link.delay(0)
		// oxlint-disable-next-line no-await-in-loop
		await pause(random.whole(0, 500))
	}
}

async function killPostgres(stage: Stage): Promise<void> {
	const postgres = postgresOf(stage)
	await postgres.kill()
	await pause(stage.random.whole(0, stage.lasts(5_000)))
	await postgres.restart()
}

async function stopPostgres(stage: Stage): Promise<void> {
	const postgres = postgresOf(stage)
	postgres.pause()
	await pause(stage.lasts(6_000))
	postgres.resume()
}

/** The statement with these very words is written, and its sender's hub never hears of it. */
async function cutInCommit({ nodes, random, senders, operation }: Stage): Promise<void> {
	const [sender] = senders
	for (let left = 4; left > 0; left--) {
		const node = random.pick(nodes)
		const title = `Falle ${random.whole(0, 1_000_000_000)}`
		const sprung = node.toPostgres?.trap(title)
		const event = {
			id: random.uuid7(Date.now()),
			kind: 'incident',
			entity: `incident:${sender.name}:${operation}-trap-${left}`,
			op: 'upsert',
		}
		// oxlint-disable-next-line no-await-in-loop
		await deliver({ ...sender, urls: () => [node.hub.url] }, [{ ...event, payload: { title, category: 'other' } }])
		// oxlint-disable-next-line no-await-in-loop
		await sprung
	}
}

/**
 * PostgreSQL as it was a moment ago takes over: what was acknowledged since is lost with the machine that had it. Who said it says it again, as
 * clients do from what they keep of the last days.
 */
async function promote({ ledger, random, cluster }: Stage): Promise<void> {
	const postgres = postgresOf({ cluster })
	ledger.patient = true
	const before = ledger.acknowledged.length
	const copy = await postgres.copy()
	await pause(random.whole(300, 1_500))
	await postgres.restart(copy)
	await pause(ANSWERS_ARRIVE_MS)
	await bringBack(ledger, before)
}
