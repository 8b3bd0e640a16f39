import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import { readConfig } from '@lagebild/config/read.ts'
import { pino } from 'pino'

import { startHub } from '../start.ts'
import type { RunningHub } from '../start.ts'

export type Answered = { readonly status: number; readonly body: unknown; readonly text: string }
type Asked = { readonly key?: string; readonly json?: unknown; readonly method?: string }

export type ClusterServers = { readonly database: string; readonly redis?: string; readonly config?: unknown }

/** One of several real hubs, with a data folder of its own. */
export class ClusterHub {
	readonly name: string
	readonly folder: string
	/** Lines that it logged at warning or above. */
	readonly logged: string[] = []
	readonly #servers: ClusterServers
	#hub: RunningHub | undefined

	constructor(name: string, folder: string, servers: ClusterServers) {
		this.name = name
		this.folder = folder
		this.#servers = servers
	}

	get url(): string {
		return this.#hub?.url ?? ''
	}

	async start(): Promise<void> {
		const { database, redis, config = {} } = this.#servers
		const file = path.join(this.folder, 'lagebild.config.json')
		mkdirSync(this.folder, { recursive: true })
		writeFileSync(file, JSON.stringify(config))
		const env = {
			LAGEBILD_CONFIG: file,
			LAGEBILD_DATA: this.folder,
			LAGEBILD_NODE: this.name,
			PORT: '0',
			DATABASE_URL: database,
			...(redis !== undefined && { REDIS_URL: redis }),
		}
		const settings = readConfig({ env })
		if (!settings.ok) throw new Error(`the settings of the test are wrong: ${JSON.stringify(settings.fault)}`)
		const log = pino({ level: 'warn' }, { write: (line) => void this.logged.push(line) })
		this.#hub = await startHub(settings.value, { log, onFatal: (error) => void this.logged.push(String(error)) })
	}

	async stop(): Promise<void> {
		const hub = this.#hub
		this.#hub = undefined
		await hub?.stop()
	}

	async ask(address: string, { key, json, method }: Asked = {}): Promise<Answered> {
		const body = json === undefined ? null : JSON.stringify(json)
		const response = await fetch(`${this.url}${address}`, {
			method: method ?? (body === null ? 'GET' : 'POST'),
			headers: {
				...(key !== undefined && { authorization: `Bearer ${key}` }),
				...(body !== null && { 'content-type': 'application/json' }),
			},
			body,
		})
		const text = await response.text()
		const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
		return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text }
	}
}

/** Real hubs of one database, in one process: each has its own folder, store, bus and port. */
export class TestCluster {
	readonly hubs: readonly [ClusterHub, ClusterHub]
	readonly admin: string
	readonly #folder: string

	private constructor(folder: string, admin: string, hubs: readonly [ClusterHub, ClusterHub]) {
		this.#folder = folder
		this.admin = admin
		this.hubs = hubs
	}

	/** With the operations `base` and `lage`. */
	static async start(servers: ClusterServers): Promise<TestCluster> {
		const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-cluster-'))
		const [a, b] = [path.join(folder, 'a'), path.join(folder, 'b')]
		const admin = await foundAccess(servers)
		const cluster = new TestCluster(folder, admin, [new ClusterHub('hub-a', a, servers), new ClusterHub('hub-b', b, servers)])
		for (const hub of cluster.hubs) await hub.start()
		for (const operation of [
			{ id: 'base', name: 'Grundlage', status: 'test', base: true },
			{ id: 'lage', name: 'Lage', status: 'test' },
		])
			await cluster.hubs[0].ask('/api/v1/operations', { key: admin, json: operation })
		return cluster
	}

	async close(): Promise<void> {
		await Promise.all(this.hubs.map((hub) => hub.stop()))
		rmSync(this.#folder, { recursive: true })
	}
}

async function foundAccess({ database }: ClusterServers): Promise<string> {
	const access = await openSharedAccess({ url: database, node: 'founder', now: Date.now })
	const wanted = { name: 'admin', role: 'admin', operations: 'all', clearance: 'restricted' } as const
	const { key } = await access.write(() => access.createKey(wanted))
	access.close()
	return key
}
