import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { startHubProcess } from './hub-process.ts'
import type { HubProcess } from './hub-process.ts'
import { startPostgres } from './postgres.ts'
import type { PostgresServer } from './postgres.ts'
import { startRedis } from './redis.ts'
import type { RedisServer } from './redis.ts'
import { serverFolder } from './server-process.ts'
import { startTcpBalancer } from './tcp-balancer.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** The whole topology from real processes: one hub with SQLite, or several behind a balancer with PostgreSQL and Redis. */
export type Cluster = {
	/** Of the balancer, which sends each connection to the next hub. */
	readonly url: string
	readonly hubs: readonly Node[]
	readonly redis: RedisServer | undefined
	readonly postgres: PostgresServer | undefined
	readonly stop: () => Promise<void>
}

/** A hub with a link of its own to each of its neighbours. */
export type Node = {
	readonly hub: HubProcess
	/** Of its clients' link. */
	readonly url: string
	readonly clients: TcpProxy
	readonly toRedis: TcpProxy | undefined
	readonly toPostgres: TcpProxy | undefined
}

export type ClusterOptions = {
	readonly hubs?: number
	/** False: each hub keeps its journals in its own folder. */
	readonly postgres?: boolean
	readonly redis?: boolean
	/** `lagebild.config.json` of all hubs; feeds and the exercise are the supervisor's affair. */
	readonly config?: Readonly<Record<string, unknown>>
	readonly env?: Readonly<Record<string, string>>
	readonly preload?: Readonly<Record<string, string>>
	/** Where hub `index` keeps its data; a fresh folder without it. */
	readonly data?: (index: number) => string
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
	const { hubs: count = 2 } = options
	const folder = serverFolder('cluster')
	const config = join(folder, 'lagebild.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, ...options.config }))
	const { redis, postgres, database } = await startServers(options)
	const nodes: Node[] = []
	for (let i = 0; i < count; i++) {
		const data = options.data?.(i) ?? join(folder, `hub-${i}`)
		// One after the other: the first one makes the tables.
		// oxlint-disable-next-line no-await-in-loop
		nodes.push(await startNode({ name: `hub-${i}`, data, config, redis, database, options }))
	}
	const balancer = await startTcpBalancer(() => nodes.map(({ clients }) => clients.port))
	return {
		url: `http://127.0.0.1:${balancer.port}`,
		hubs: nodes,
		redis,
		postgres,
		stop: async () => {
			await balancer.close()
			await Promise.all(nodes.map(({ hub }) => hub.stop()))
			const proxies = nodes.flatMap(({ clients, toRedis, toPostgres }) => [clients, toRedis, toPostgres])
			await Promise.all(proxies.map(async (proxy) => proxy?.close()))
			await Promise.all([redis?.stop(), postgres?.stop()])
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

async function startServers({ redis = true, postgres = true }: ClusterOptions) {
	const [bus, store] = await Promise.all([redis ? startRedis() : undefined, postgres ? startPostgres() : undefined])
	return { redis: bus, postgres: store, database: await store?.database() }
}

type NodeOptions = {
	readonly name: string
	readonly data: string
	readonly config: string
	readonly redis: RedisServer | undefined
	readonly database: string | undefined
	readonly options: ClusterOptions
}

async function startNode({ name, data, config, redis, database, options }: NodeOptions): Promise<Node> {
	const toRedis = redis && (await startTcpProxy(redis.port))
	const toPostgres = database === undefined ? undefined : await startTcpProxy(Number(new URL(database).port))
	const hub = await startHubProcess({
		name,
		data,
		env: {
			LAGEBILD_CONFIG: config,
			...(toRedis && { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` }),
			...(database !== undefined && toPostgres && { DATABASE_URL: through(database, toPostgres.port) }),
			...options.env,
		},
		...(options.preload && { preload: options.preload }),
	})
	const clients = await startTcpProxy(hub.port)
	return { hub, url: `http://127.0.0.1:${clients.port}`, clients, toRedis, toPostgres }
}

function through(address: string, port: number): string {
	const url = new URL(address)
	url.port = String(port)
	return url.href
}
