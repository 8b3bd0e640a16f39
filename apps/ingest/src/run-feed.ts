import { once } from 'node:events'

import { createFetcher } from '@lagebild/feeds/fetch.ts'
import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { Logger } from 'pino'

import type { KeyedFeed } from './config.ts'
import { pauseMs } from './core/pause.ts'
import { keeping } from './definitions.ts'
import { createFileFetcher } from './file-fetcher.ts'
import { healthEvent } from './health-event.ts'
import { hubOf, sleep } from './hub.ts'
import type { Hub } from './hub.ts'
import { createInbox, watchSilence } from './webhook/inbox.ts'
import type { Inbox } from './webhook/inbox.ts'
import { createWorker, goOn, judge, poll } from './worker.ts'
import type { Worker, WorkerPorts } from './worker.ts'

/** What the loop of one feed needs from outside. */
export type FeedPorts = {
	/** Address of the hub. */
	readonly hub: string
	readonly now: () => number
	readonly random: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** Where versions of mappings are kept; absent: nowhere. */
	readonly definitions?: string
	/** Its pool of connections and its permissions are the feed's own. */
	readonly fetcherOf?: (feed: KeyedFeed) => Fetcher
	/** Of a feed that waits for what is posted. */
	readonly door?: Door
	/** The formats. */
	readonly open?: typeof openFormat
	/** False: another ingest goes on with the feed, so nothing is said at the end. */
	readonly farewell?: () => boolean
}

/** Where posted messages come in: the feed says when it takes them, or hears why none can come. */
export type Door =
	| { readonly type: 'open'; readonly take: (put: Inbox['put']) => void }
	| { readonly type: 'shut'; readonly reason: string }

export type Transport = 'poll' | 'file' | 'webhook'

export function transportOf({ url }: Pick<KeyedFeed, 'url'>): Transport {
	if (url.startsWith('webhook:')) return 'webhook'
	return url.startsWith('file:') ? 'file' : 'poll'
}

/** One loop per feed until told to stop. Nothing that it does or suffers reaches another. */
export async function runFeed(feed: KeyedFeed, ports: FeedPorts): Promise<void> {
	switch (transportOf(feed)) {
		case 'webhook':
			return waitForMessages(feed, ports)
		case 'file':
			return pollForEver(feed, { ...ports, fetcher: createFileFetcher(feed.url) })
		case 'poll':
			return pollForEver(feed, { ...ports, fetcher: ports.fetcherOf?.(feed) ?? fetcherOf(feed) })
	}
}

const SPREAD_MS = 500

async function pollForEver(feed: KeyedFeed, ports: FeedPorts & { readonly fetcher: Fetcher }): Promise<void> {
	const worker = workerOf(feed, ports)
	if (!worker) return
	await goOn(worker)
	await sleep(ports.random() * SPREAD_MS, ports.signal)
	while (!ports.signal.aborted) {
		const retryAfterMs = await pollSafely(worker)
		const pause = { everyMs: feed.everySeconds * 1_000, failures: worker.failures, untold: worker.untold, random: ports.random() }
		await sleep(pauseMs({ ...pause, ...(retryAfterMs !== undefined && { retryAfterMs }) }), ports.signal)
	}
	await Promise.all([ports.fetcher.close(), sayGoodbye(worker, ports)])
}

function workerOf(feed: KeyedFeed, ports: FeedPorts & { readonly fetcher: Fetcher }): Worker | undefined {
	const opened = (ports.open ?? openFormat)(feed.format, feed.options)
	if (!opened.ok) return undefined
	return createWorker(feed, keeping(opened.value, feed.id, ports), { ...workerPorts(feed, ports), fetcher: ports.fetcher })
}

function workerPorts(feed: KeyedFeed, { hub, now, log, signal }: FeedPorts): Omit<WorkerPorts, 'fetcher'> {
	return { hub: hubFor(hub, feed, signal), now, log, signal }
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

async function waitForMessages(feed: KeyedFeed, ports: FeedPorts): Promise<void> {
	const opened = (ports.open ?? openFormat)(feed.format, feed.options)
	if (!opened.ok) return
	const inbox = createInbox(feed, keeping(opened.value, feed.id, ports), workerPorts(feed, ports))
	await goOn(inbox.worker)
	if (ports.door?.type === 'shut') {
		await judge(inbox.worker, { type: 'failed', reason: ports.door.reason })
		await untilAborted(ports.signal)
	} else {
		ports.door?.take(inbox.put)
		await watchSilence(inbox)
	}
	await sayGoodbye(inbox.worker, ports)
}

async function untilAborted(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await once(signal, 'abort')
}

function fetcherOf({ allowPrivateHosts, timeoutSeconds }: KeyedFeed): Fetcher {
	return createFetcher({ allowPrivateHosts, timeoutMs: timeoutSeconds * 1_000 })
}

function hubFor(url: string, { id, key, operation }: KeyedFeed, signal: AbortSignal): Hub {
	return hubOf({ url, key, operation, feed: id, signal })
}

/** So long a stopping ingest tries to say that it stops. */
const GOODBYE_MS = 1_000

/** Nobody watches the feed from now on; if the hub is gone too, nobody can be told. */
async function sayGoodbye({ feed, health, ports }: Worker, { hub, farewell }: FeedPorts): Promise<void> {
	if (farewell?.() === false) return
	const now = ports.now()
	const off = { state: 'off' as const, reason: 'the ingest is stopped', since: now, lastGood: health.lastGood }
	await hubOf({
		url: hub,
		key: feed.key,
		operation: feed.operation,
		feed: feed.id,
		signal: AbortSignal.timeout(GOODBYE_MS),
		attempts: 1,
	}).submit([healthEvent(feed, off, now)])
}
