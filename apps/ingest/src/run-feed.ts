import { once } from 'node:events'
import { join } from 'node:path'

import { streamTransport } from '@lagebild/config/stream.ts'
import type { BadOption, BoundAdapter } from '@lagebild/feeds/bind.ts'
import { createFetcher } from '@lagebild/feeds/fetch.ts'
import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { FeedTransport } from '@lagebild/model/feeds-protocol.ts'
import type { Logger } from 'pino'

import type { KeyedFeed } from './config.ts'
import { pauseMs } from './core/pause.ts'
import { keeping } from './definitions.ts'
import { createFileFetcher } from './file-fetcher.ts'
import { healthEvent } from './health-event.ts'
import { hubOf, sleep } from './hub.ts'
import type { Hub } from './hub.ts'
import { createListener } from './stream/run.ts'
import { attend } from './vitals/attend.ts'
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
	/** So often it is tried again to read a feed whose file was wrong, where it is not the usual. */
	readonly reopenMs?: number
	/** The formats. */
	readonly open?: typeof openFormat
	/** False: another ingest goes on with the feed, so nothing is said at the end. */
	readonly farewell?: () => boolean
	/** Of a feed that every ingest serves: when another one heard it last. */
	readonly elsewhere?: () => number | undefined
}

/** Where posted messages come in: the feed says when it takes them, or hears why none can come. */
export type Door =
	| { readonly type: 'open'; readonly take: (put: Inbox['put']) => void }
	| { readonly type: 'shut'; readonly reason: string }

export function transportOf({ url, stream }: Pick<KeyedFeed, 'url' | 'stream'>): FeedTransport {
	if (url.startsWith('webhook:')) return 'webhook'
	if (url.startsWith('file:')) return 'file'
	return streamTransport({ url, stream }) ?? 'poll'
}

/** Its source speaks to whomever it wants: every ingest serves it, and none has it alone. */
export function isServedByAll(feed: KeyedFeed): boolean {
	const transport = transportOf(feed)
	return transport === 'webhook' || transport === 'udp'
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
		default:
			return hearForEver(feed, ports)
	}
}

const SPREAD_MS = 500

async function pollForEver(feed: KeyedFeed, ports: FeedPorts & { readonly fetcher: Fetcher }): Promise<void> {
	const adapter = await openedOf(feed, ports)
	if (!adapter) return
	const worker = createWorker(feed, keeping(adapter, feed.id, ports), { ...workerPorts(feed, ports), fetcher: ports.fetcher })
	await goOn(worker)
	const care = attend(worker, ports)
	await worker.controls.rest(ports.random() * SPREAD_MS, ports.signal)
	while (!ports.signal.aborted) {
		const retryAfterMs = await pollSafely(worker)
		const pause = { everyMs: feed.everySeconds * 1_000, failures: worker.failures, untold: worker.untold, random: ports.random() }
		await worker.controls.rest(pauseMs({ ...pause, ...(retryAfterMs !== undefined && { retryAfterMs }) }), ports.signal)
	}
	await Promise.all([ports.fetcher.close(), sayGoodbye(worker, ports), care])
}

/** So often it is tried again to read a feed whose file was wrong. */
const REOPEN_MS = 10_000

/** The format of a feed. While it cannot be opened the feed is red and says why; undefined when it was told to stop first. */
async function openedOf(feed: KeyedFeed, ports: FeedPorts): Promise<BoundAdapter | undefined> {
	const { now, log, signal, reopenMs = REOPEN_MS } = ports
	for (let told = ''; !signal.aborted; await sleep(reopenMs, signal)) {
		const opened = (ports.open ?? openFormat)(feed.format, feed.options)
		if (opened.ok) return opened.value
		const reason = unreadable(opened.fault[0])
		if (reason === told) continue
		log.warn({ feed: feed.id, reason }, 'a feed cannot be opened')
		const health = { state: 'red', code: 'bad-options', reason, since: now(), lastGood: null } as const
		const { type } = await hubFor(ports.hub, feed, signal).submit([healthEvent(feed, health, now())])
		if (type !== 'undelivered') told = reason
	}
	return undefined
}

function unreadable(bad: BadOption | undefined): string {
	return `cannot be read: ${bad?.key ?? 'options'}: ${bad?.message ?? 'not valid'}`.slice(0, 300)
}

function workerPorts(feed: KeyedFeed, { hub, now, log, signal, elsewhere }: FeedPorts): Omit<WorkerPorts, 'fetcher'> {
	return { hub: hubFor(hub, feed, signal), now, log, signal, ...(elsewhere && { elsewhere }) }
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

async function hearForEver(feed: KeyedFeed, ports: FeedPorts): Promise<void> {
	const opened = await openedOf(feed, ports)
	if (!opened) return
	const { random, definitions } = ports
	const marks = definitions === undefined ? {} : { marks: join(definitions, '..', 'streams') }
	const fetcher = ports.fetcherOf?.(feed) ?? fetcherOf(feed)
	const adapter = keeping(opened, feed.id, ports)
	const { worker, run } = createListener(feed, adapter, { ...workerPorts(feed, ports), fetcher, random, ...marks })
	await goOn(worker)
	const care = attend(worker, ports)
	await run()
	await Promise.all([fetcher.close(), sayGoodbye(worker, ports), care])
}

async function waitForMessages(feed: KeyedFeed, ports: FeedPorts): Promise<void> {
	const opened = await openedOf(feed, ports)
	if (!opened) return
	const inbox = createInbox(feed, keeping(opened, feed.id, ports), workerPorts(feed, ports))
	await goOn(inbox.worker)
	const care = attend(inbox.worker, ports)
	if (ports.door?.type === 'shut') {
		await judge(inbox.worker, { type: 'failed', reason: ports.door.reason })
		await untilAborted(ports.signal)
	} else {
		ports.door?.take(inbox.put)
		await watchSilence(inbox)
	}
	await Promise.all([sayGoodbye(inbox.worker, ports), care])
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

/** Nobody watches the feed from now on; if the hub is gone too, nobody can be told. What is paused stays so. */
async function sayGoodbye({ feed, health, ports, controls }: Worker, { hub, farewell }: FeedPorts): Promise<void> {
	if (farewell?.() === false || controls.paused !== undefined) return
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
