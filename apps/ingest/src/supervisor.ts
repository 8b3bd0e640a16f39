import { randomBytes } from 'node:crypto'
import { once } from 'node:events'

import { rawBytes } from '@lagebild/feeds/text.ts'
import type { Logger } from 'pino'

import type { IngestConfig, KeyedFeed } from './config.ts'
import { healthEvent } from './health-event.ts'
import { hubOf } from './hub.ts'
import type { Hub } from './hub.ts'
import { openBoard } from './lease/board.ts'
import { holdFeeds } from './lease/holding.ts'
import type { Holding } from './lease/holding.ts'
import { recall } from './recall.ts'
import { isServedByAll, transportOf } from './run-feed.ts'
import { openCrew } from './threads/crew.ts'
import type { Crew, CrewOptions, Fall } from './threads/crew.ts'
import { createChecker } from './webhook/sender.ts'
import { serveWebhooks } from './webhook/server.ts'
import type { WebhookServer } from './webhook/server.ts'

export type SupervisorPorts = {
	readonly now: () => number
	readonly random: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** Hears the port on which sources post. */
	readonly onListening?: (port: number) => void
	/** Of the threads in which feeds run, where they are not the usual. */
	readonly threads?: Pick<CrewOptions, 'entry' | 'heapMb' | 'patienceMs' | 'restMs'> & Pick<CrewOptions['place'], 'reopenMs'>
}

/** Who runs: the feeds of this ingest in their threads, until told to stop. What one of them does or suffers reaches no other. */
export async function superviseAll(config: IngestConfig, ports: SupervisorPorts): Promise<void> {
	const feeds = config.feeds.filter(({ enabled }) => enabled)
	const heard = new Map<string, number>()
	const crew = openCrew({
		...ports,
		...ports.threads,
		place: placeOf(config, ports),
		onHeard: (feed) => void heard.set(feed, ports.now()),
		onFall: (fall) => void tellFall(config.hub, fall, ports),
	})
	const off = config.feeds.filter(({ enabled }) => !enabled)
	const told = off.map((feed) => tellOff({ feed, hub: hubFor(config.hub, feed, ports.signal), now: ports.now }, SWITCHED_OFF))
	const server = await openWebhooks(config, feeds.filter(isPosted), { crew, ports })
	const shared = feeds.filter((feed) => !isServedByAll(feed))
	const holding = config.leases ? share(config.leases, shared, { crew, ports, heard }) : undefined
	for (const feed of holding ? feeds.filter(isServedByAll) : feeds) if (!isPosted(feed)) crew.run(feed)
	await untilAborted(ports.signal)
	await server?.close()
	await Promise.all([stop(crew, holding, { config, ports }), ...told])
}

function placeOf({ hub, definitions }: IngestConfig, { threads }: SupervisorPorts): CrewOptions['place'] {
	const { reopenMs } = threads ?? {}
	return { hub, ...(definitions !== undefined && { definitions }), ...(reopenMs !== undefined && { reopenMs }) }
}

/** A feed that waits for its source is there wherever it may be posted. */
function isPosted(feed: KeyedFeed): boolean {
	return transportOf(feed) === 'webhook'
}

/** Feeds that every ingest serves, with when this one heard them since somebody asked. */
type Heard = { readonly heard: Map<string, number> }

type Around = { readonly crew: Crew; readonly ports: SupervisorPorts }

const WEBHOOKS = { host: '127.0.0.1', port: 8090 }

/** Feeds that wait share one address. When it cannot be had, each of them says so. */
async function openWebhooks(
	config: IngestConfig,
	feeds: readonly KeyedFeed[],
	{ crew, ports }: Around,
): Promise<WebhookServer | undefined> {
	if (feeds.length === 0) return undefined
	const { now, log } = ports
	const slots = new Map(feeds.map((feed) => [feed.id, { feed, put: (message: Parameters<Crew['put']>[1]) => crew.put(feed.id, message) }]))
	try {
		const server = await serveWebhooks({ ...(config.webhooks ?? WEBHOOKS), slots, checker: createChecker(config.hub, now), log })
		log.info({ port: server.port, feeds: feeds.map(({ id }) => id) }, 'waiting for messages')
		for (const feed of feeds) crew.run(feed)
		ports.onListening?.(server.port)
		return server
	} catch (error) {
		const reason = `no messages can come: ${error instanceof Error ? error.message : 'the address cannot be had'}`
		log.error({ reason }, 'webhooks are not served')
		for (const feed of feeds) crew.run(feed, reason)
		return undefined
	}
}

function share(leases: NonNullable<IngestConfig['leases']>, feeds: readonly KeyedFeed[], { crew, ports, heard }: Around & Heard): Holding {
	const { log, signal } = ports
	const self = `${leases.node}-${randomBytes(4).toString('hex')}`
	const board = openBoard({ ...leases, self, onError: (why) => log.warn({ why }, 'no connection to Redis') })
	return holdFeeds({
		board,
		self,
		feeds,
		log,
		signal,
		onOthers: crew.warm,
		heard: { own: () => emptied(heard), others: crew.heard },
		onHold: (feed) => {
			log.info({ feed: feed.id }, 'this ingest reads the feed')
			crew.run(feed)
		},
		onLose: async (feed) => {
			await crew.end(feed.id, false)
			log.info({ feed: feed.id }, 'another ingest reads the feed')
		},
	})
}

function emptied(heard: Map<string, number>): ReadonlyMap<string, number> {
	const all = new Map(heard)
	heard.clear()
	return all
}

type Stopping = { readonly config: IngestConfig; readonly ports: SupervisorPorts }

/** What somebody else goes on with is not over. */
async function stop(crew: Crew, holding: Holding | undefined, { config, ports }: Stopping): Promise<void> {
	const farewell = holding?.alone() ?? true
	await holding?.done
	const silent = await crew.close(() => farewell)
	await holding?.leave()
	if (!farewell) return
	await Promise.all(silent.map((feed) => tellOff({ feed, hub: goodbyeHub(config.hub, feed), now: ports.now }, 'the ingest is stopped')))
}

async function untilAborted(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await once(signal, 'abort')
}

const SWITCHED_OFF = 'switched off in the configuration'

type Telling = { readonly feed: KeyedFeed; readonly hub: Hub; readonly now: () => number }

async function tellOff({ feed, hub, now }: Telling, reason: string): Promise<void> {
	const at = now()
	await hub.submit([healthEvent(feed, { state: 'off', reason, since: at, lastGood: null }, at)])
}

/** The feed's thread is gone: the main thread says so in its place, and puts away what was being read. */
async function tellFall(url: string, { feed, reason, againMs, bytes }: Fall, { now, signal }: SupervisorPorts): Promise<void> {
	const hub = hubFor(url, feed, signal)
	const at = now()
	const known = await recall(hub, feed.id)
	const words = `${reason}; started again in ${Math.ceil(againMs / 1_000)} s`
	await hub.submit([healthEvent(feed, { state: 'red', reason: words, since: at, lastGood: known?.health?.lastGood ?? null }, at)])
	if (bytes) await hub.quarantine([{ at, reason: 'ended-its-reader', message: reason, raw: rawBytes(bytes) }])
}

/** So long a stopping ingest tries to say that it stops. */
const GOODBYE_MS = 1_000

function goodbyeHub(url: string, { id, key, operation }: KeyedFeed): Hub {
	return hubOf({ url, key, operation, feed: id, signal: AbortSignal.timeout(GOODBYE_MS), attempts: 1 })
}

function hubFor(url: string, { id, key, operation }: KeyedFeed, signal: AbortSignal): Hub {
	return hubOf({ url, key, operation, feed: id, signal })
}
