import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import type { Logger } from 'pino'

import type { IngestConfig, KeyedFeed } from './config.ts'
import { healthEvent } from './health-event.ts'
import { hubOf } from './hub.ts'
import { runFeed, transportOf } from './run-feed.ts'
import type { FeedPorts } from './run-feed.ts'
import { createChecker } from './webhook/sender.ts'
import { serveWebhooks } from './webhook/server.ts'
import type { Slot } from './webhook/server.ts'

export type SupervisorPorts = {
	readonly now: () => number
	readonly random: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** One per feed; its pool of connections and its permissions are its own. */
	readonly fetcherOf?: (feed: KeyedFeed) => Fetcher
	/** Hears the port on which sources post. */
	readonly onListening?: (port: number) => void
}

/** Who runs: one loop per feed until told to stop. */
export async function superviseAll(config: IngestConfig, ports: SupervisorPorts): Promise<void> {
	const feeds = config.feeds.filter(({ enabled }) => enabled)
	const waiting = feeds.filter((feed) => transportOf(feed) === 'webhook')
	const own = { ...ports, hub: config.hub, ...(config.definitions !== undefined && { definitions: config.definitions }) }
	await Promise.all([
		...feeds.filter((feed) => !waiting.includes(feed)).map((feed) => runFeed(feed, own)),
		...config.feeds.filter(({ enabled }) => !enabled).map((feed) => tellOff(feed, own)),
		...(waiting.length > 0 ? [superviseWebhooks(config, waiting, own)] : []),
	])
}

const WEBHOOKS = { host: '127.0.0.1', port: 8090 }

/** Feeds that wait share one address. When it cannot be had, each of them says so. */
async function superviseWebhooks(config: IngestConfig, feeds: readonly KeyedFeed[], ports: FeedPorts & SupervisorPorts): Promise<void> {
	const { now, log } = ports
	const slots = new Map<string, Slot>()
	try {
		const server = await serveWebhooks({ ...(config.webhooks ?? WEBHOOKS), slots, checker: createChecker(config.hub, now), log })
		log.info({ port: server.port, feeds: feeds.map(({ id }) => id) }, 'waiting for messages')
		const running = feeds.map((feed) =>
			runFeed(feed, { ...ports, door: { type: 'open', take: (put) => slots.set(feed.id, { feed, put }) } }),
		)
		ports.onListening?.(server.port)
		await Promise.all(running)
		await server.close()
	} catch (error) {
		const reason = `no messages can come: ${error instanceof Error ? error.message : 'the address cannot be had'}`
		log.error({ reason }, 'webhooks are not served')
		await Promise.all(feeds.map((feed) => runFeed(feed, { ...ports, door: { type: 'shut', reason } })))
	}
}

async function tellOff(feed: KeyedFeed, { hub, now: clock, signal }: FeedPorts): Promise<void> {
	const now = clock()
	const off = { state: 'off' as const, reason: 'switched off in the configuration', since: now, lastGood: null }
	const { id, key, operation } = feed
	await hubOf({ url: hub, key, operation, feed: id, signal }).submit([healthEvent(feed, off, now)])
}
