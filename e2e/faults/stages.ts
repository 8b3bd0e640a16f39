import { rmSync } from 'node:fs'

import { startCluster } from '@lagebild/testing/cluster.ts'
import type { Cluster, Node } from '@lagebild/testing/cluster.ts'
import { serverFolder } from '@lagebild/testing/server-process.ts'
import { until } from '@lagebild/testing/until.ts'

import { apiOf, isRecord } from '../api.ts'
import type { Api } from '../api.ts'
import { buildClock } from './clock.ts'
import type { TestClock } from './clock.ts'
import { mountSmallDisk } from './disk.ts'
import type { SmallDisk } from './disk.ts'
import type { Fault, Place } from './fault.ts'

/** Real processes on which many rounds are played, one operation each. */
export type Theatre = {
	readonly cluster: Cluster
	readonly nodes: readonly [Node, ...Node[]]
	readonly clock: TestClock | undefined
	readonly disk: SmallDisk | undefined
	readonly admin: { readonly key: string; readonly api: Api }
	/** Keys of credentials by their source. */
	readonly writers: ReadonlyMap<string, string>
	/** Why a fault cannot be tried here. */
	readonly lacks: (fault: Fault) => string | undefined
	readonly close: () => Promise<void>
}

const EVERYWHERE_MS = 5_000
const WRITERS = ['leitstelle', 'thw', 'drk', 'polizei'] as const
/** They speak over their own connections. */
export const TABLETS: readonly string[] = ['tablet-1', 'tablet-2']

/** @returns why there is none on this machine */
export async function openTheatre(place: Place): Promise<Theatre | string> {
	const folder = serverFolder('faults')
	const clock = place === 'one' ? buildClock(folder) : undefined
	const disk = place === 'disk' ? mountSmallDisk() : undefined
	if (typeof disk === 'string') {
		rmSync(folder, { recursive: true })
		return disk
	}
	const single = { hubs: 1, postgres: false, redis: false } as const
	const cluster = await startCluster({
		...(place === 'cluster' ? {} : single),
		...(typeof clock === 'object' && { preload: clock.preload }),
		...(disk && { data: () => disk.folder }),
	})
	const [first, ...others] = cluster.hubs
	if (!first) throw new Error('a cluster without hubs')
	const key = (await first.hub.command(['key', 'create', '--name', 'verwaltung', '--role', 'admin'])).stdout.trim()
	const api = apiOf(cluster.url, key)
	await knownEverywhere(cluster, key, '/api/v1/operations')
	const writers = new Map<string, string>()
	// oxlint-disable-next-line no-await-in-loop
	for (const name of [...WRITERS, ...TABLETS]) writers.set(name, await makeKey(api, name))
	await Promise.all([...writers.values()].map((one) => knownEverywhere(cluster, one, '/api/v1/operations')))
	return {
		cluster,
		nodes: [first, ...others],
		clock: typeof clock === 'object' ? clock : undefined,
		disk,
		admin: { key, api },
		writers,
		lacks: ({ timesDiffer }) => (timesDiffer && typeof clock === 'string' ? clock : undefined),
		close: async () => {
			await cluster.stop()
			disk?.remove()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

/** What one hub was told takes effect on all of them within a second. */
export async function knownEverywhere({ hubs }: Cluster, key: string, path: string): Promise<void> {
	const ask = async (url: string) => (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })).ok || undefined
	await Promise.all(hubs.map(({ hub }) => until(`${hub.name} to know ${path}`, () => ask(hub.url), EVERYWHERE_MS)))
}

async function makeKey(api: Api, name: string): Promise<string> {
	const { status, body } = await api.post('/api/v1/keys', { name, role: 'integrator', operations: 'all' })
	if (!isRecord(body) || typeof body['key'] !== 'string') throw new Error(`no key for ${name}: ${status} ${JSON.stringify(body)}`)
	return body['key']
}
