import { createFetcher } from '@lagebild/feeds/fetch.ts'
import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { Logger } from 'pino'

import type { IngestConfig, KeyedFeed } from './config.ts'
import { pauseMs } from './core/pause.ts'
import { healthEvent } from './health-event.ts'
import { hubOf, sleep } from './hub.ts'
import type { Hub } from './hub.ts'
import { createWorker, judge, poll } from './worker.ts'
import type { Worker } from './worker.ts'

export type SupervisorPorts = {
	readonly now: () => number
	readonly random: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** One per feed; its pool of connections and its permissions are its own. */
	readonly fetcherOf?: (feed: KeyedFeed) => Fetcher
}

/** So long a stopping ingest tries to say that it stops. */
const GOODBYE_MS = 1_000
const SPREAD_MS = 500

/** One loop per feed until told to stop. Nothing that one of them does or suffers reaches another. */
export async function superviseAll(config: IngestConfig, ports: SupervisorPorts): Promise<void> {
	await Promise.all(config.feeds.map((feed) => (feed.enabled ? superviseFeed(config.hub, feed, ports) : tellOff(config.hub, feed, ports))))
}

async function superviseFeed(hubUrl: string, feed: KeyedFeed, ports: SupervisorPorts): Promise<void> {
	const adapter = openFormat(feed.format, feed.options)
	if (!adapter.ok) return
	const fetcher = ports.fetcherOf?.(feed) ?? fetcherOf(feed)
	const hub = hubFor(hubUrl, feed, ports.signal)
	const worker = createWorker(feed, adapter.value, { hub, fetcher, now: ports.now, log: ports.log, signal: ports.signal })
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

function fetcherOf({ allowPrivateHosts, timeoutSeconds }: KeyedFeed): Fetcher {
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
