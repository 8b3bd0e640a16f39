import { once } from 'node:events'

import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import { createFetcher } from '@lagebild/feeds/fetch.ts'
import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { Logger } from 'pino'

import type { IngestConfig, KeyedFeed } from './config.ts'
import { pauseMs } from './core/pause.ts'
import { keepDefinition } from './definitions.ts'
import { createFileFetcher } from './file-fetcher.ts'
import { healthEvent } from './health-event.ts'
import { hubOf, sleep } from './hub.ts'
import type { Hub } from './hub.ts'
import { createInbox, watchSilence } from './webhook/inbox.ts'
import { createChecker } from './webhook/sender.ts'
import { serveWebhooks } from './webhook/server.ts'
import { createWorker, judge, poll } from './worker.ts'
import type { Worker } from './worker.ts'

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

/** So long a stopping ingest tries to say that it stops. */
const GOODBYE_MS = 1_000
const SPREAD_MS = 500

/** One loop per feed until told to stop. Nothing that one of them does or suffers reaches another. */
export async function superviseAll(config: IngestConfig, ports: SupervisorPorts): Promise<void> {
	const { hub, feeds } = config
	const waiting = feeds.filter((feed) => feed.enabled && isWebhook(feed))
	await Promise.all([
		...feeds.filter((feed) => feed.enabled && !isWebhook(feed)).map((feed) => superviseFeed(config, feed, ports)),
		...feeds.filter((feed) => !feed.enabled).map((feed) => tellOff(hub, feed, ports)),
		...(waiting.length > 0 ? [superviseWebhooks({ config, waiting }, ports)] : []),
	])
}

function isWebhook({ url }: KeyedFeed): boolean {
	return url.startsWith('webhook:')
}

type Waiting = { readonly config: IngestConfig; readonly waiting: readonly KeyedFeed[] }

const WEBHOOKS = { host: '127.0.0.1', port: 8090 }

/** Feeds that wait share one address. When it cannot be had, each of them says so. */
async function superviseWebhooks({ config, waiting }: Waiting, ports: SupervisorPorts): Promise<void> {
	const { now, log, signal } = ports
	const inboxes = waiting.flatMap((feed) => {
		const adapter = openFormat(feed.format, feed.options)
		return adapter.ok
			? [createInbox(feed, keeping(adapter.value, { config, feed, ports }), { hub: hubFor(config.hub, feed, signal), now, log, signal })]
			: []
	})
	const byName = new Map(inboxes.map((inbox) => [inbox.feed.id, inbox]))
	try {
		const server = await serveWebhooks({ ...(config.webhooks ?? WEBHOOKS), inboxes: byName, checker: createChecker(config.hub, now), log })
		log.info({ port: server.port, feeds: [...byName.keys()] }, 'waiting for messages')
		ports.onListening?.(server.port)
		await Promise.all(inboxes.map(watchSilence))
		await server.close()
	} catch (error) {
		const reason = `no messages can come: ${error instanceof Error ? error.message : 'the address cannot be had'}`
		log.error({ reason }, 'webhooks are not served')
		await Promise.all(inboxes.map(({ worker }) => judge(worker, { type: 'failed', reason })))
		await untilAborted(signal)
	}
	await Promise.all(inboxes.map(({ worker }) => sayGoodbye(config.hub, worker)))
}

async function untilAborted(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await once(signal, 'abort')
}

type Keeping = { readonly config: IngestConfig; readonly feed: KeyedFeed; readonly ports: SupervisorPorts }

/** Each version of a mapping is kept once it has read something. */
function keeping(adapter: BoundAdapter, { config: { definitions }, feed, ports }: Keeping): BoundAdapter {
	const { definition } = adapter
	if (!definition || definitions === undefined) return adapter
	let kept = ''
	return {
		name: adapter.name,
		standard: adapter.standard,
		get descriptor() {
			return adapter.descriptor
		},
		documents: adapter.documents,
		definition,
		parse: (message, reception) => {
			const parsed = adapter.parse(message, reception)
			const { version } = definition()
			if (version !== kept)
				keepDefinition(definitions, feed.id, adapter).catch((error: unknown) =>
					ports.log.error({ feed: feed.id, err: error }, 'a mapping could not be kept'),
				)
			kept = version
			return parsed
		},
	}
}

async function superviseFeed(config: IngestConfig, feed: KeyedFeed, ports: SupervisorPorts): Promise<void> {
	const hubUrl = config.hub
	const opened = openFormat(feed.format, feed.options)
	if (!opened.ok) return
	const adapter = keeping(opened.value, { config, feed, ports })
	const fetcher = ports.fetcherOf?.(feed) ?? fetcherOf(feed)
	const hub = hubFor(hubUrl, feed, ports.signal)
	const worker = createWorker(feed, adapter, { hub, fetcher, now: ports.now, log: ports.log, signal: ports.signal })
	await sleep(ports.random() * SPREAD_MS, ports.signal)
	while (!ports.signal.aborted) {
		const retryAfterMs = await pollSafely(worker)
		const pause = { everyMs: feed.everySeconds * 1_000, failures: worker.failures, untold: worker.untold, random: ports.random() }
		await sleep(pauseMs({ ...pause, ...(retryAfterMs !== undefined && { retryAfterMs }) }), ports.signal)
	}
	await Promise.all([fetcher.close(), sayGoodbye(hubUrl, worker)])
}

/** A mistake of ours in one feed is that feed's trouble: it is told, and the feed tries again more and more rarely. */
async function pollSafely(worker: Worker): Promise<number | undefined> {
	try {
		return (await poll(worker)).retryAfterMs
	} catch (error) {
		worker.ports.log.error({ feed: worker.feed.id, err: error }, 'a poll ended in a mistake of ours')
		worker.failures += 1
		await judge(worker, { type: 'failed', reason: `internal mistake: ${error instanceof Error ? error.message : 'unknown'}`.slice(0, 300) })
		return undefined
	}
}

function fetcherOf({ url, allowPrivateHosts, timeoutSeconds }: KeyedFeed): Fetcher {
	if (url.startsWith('file:')) return createFileFetcher(url)
	return createFetcher({ allowPrivateHosts, timeoutMs: timeoutSeconds * 1_000 })
}

function hubFor(url: string, { id, key, operation }: KeyedFeed, signal: AbortSignal): Hub {
	return hubOf({ url, key, operation, feed: id, signal })
}

async function tellOff(hubUrl: string, feed: KeyedFeed, ports: SupervisorPorts): Promise<void> {
	const now = ports.now()
	const off = { state: 'off' as const, reason: 'switched off in the configuration', since: now, lastGood: null }
	await hubFor(hubUrl, feed, ports.signal).submit([healthEvent(feed, off, now)])
}

/** Nobody watches the feed from now on; if the hub is gone too, nobody can be told. */
async function sayGoodbye(hubUrl: string, { feed, health, ports }: Worker): Promise<void> {
	const now = ports.now()
	const off = { state: 'off' as const, reason: 'the ingest is stopped', since: now, lastGood: health.lastGood }
	await hubOf({
		url: hubUrl,
		key: feed.key,
		operation: feed.operation,
		feed: feed.id,
		signal: AbortSignal.timeout(GOODBYE_MS),
		attempts: 1,
	}).submit([healthEvent(feed, off, now)])
}
