import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'
import { rejected } from '@lagebild/feeds/parsed.ts'

import { collect } from '../collect.ts'
import { NOTHING_KNOWN } from '../collected.ts'
import type { Collected } from '../collected.ts'
import type { KeyedFeed } from '../config.ts'
import type { PollResult } from '../core/health.ts'
import { withParse } from '../with-parse.ts'
import { createWorker, hand } from '../worker.ts'
import type { Worker, WorkerPorts } from '../worker.ts'
import type { Heard } from './stream.ts'

/** A message, or what came in the place of one. */
export type Held = Heard & {
	/** When it came. */
	readonly at: number
	readonly reject?: Reject
}

/** Reads what a stream says and hands it over, through the same worker as everything that is polled. One batch after the other. */
export type Reader = {
	readonly worker: Worker
	/** What the batch came to; undefined when it is told to stop. */
	readonly read: (batch: readonly Held[]) => Promise<PollResult | undefined>
}

const LINE_FEED = Uint8Array.of(0x0a)

/** @param ports.fetcher for documents that a message refers to, where the configuration names their server */
export function createReader(feed: KeyedFeed, adapter: BoundAdapter, ports: WorkerPorts): Reader {
	const address = plainAddress(feed.url)
	let current: readonly Held[] = []
	const heard = withParse(adapter, (bytes, reception) => {
		const held = current.find((one) => one.bytes === bytes)
		return held?.reject ? rejected(held.reject) : adapter.parse(bytes, reception)
	})
	const asked: BoundAdapter = {
		...heard,
		get descriptor() {
			return adapter.descriptor
		},
		documents: () => {
			const document = adapter.documents(address)[0]?.document ?? 'message'
			return current.map((_, i) => ({ url: `${address}#${i}`, document }))
		},
	}
	const homes = homesOf(feed)
	const fetcher: Fetcher = {
		get: (url, known, signal) => {
			const message = url.startsWith(`${address}#`) ? current[Number(url.slice(address.length + 1))] : undefined
			if (message) return Promise.resolve(fetchedOf(message, address))
			if (homes.has(URL.parse(url)?.origin ?? '')) return ports.fetcher.get(url, known, signal)
			return Promise.resolve({ type: 'failed', reason: 'a message refers to another document, which is not fetched' })
		},
		close: () => ports.fetcher.close(),
	}
	const worker = createWorker(feed, asked, { ...ports, fetcher })
	return {
		worker,
		read: async (batch) => {
			current = adapter.gathers ? gathered(batch) : batch
			const { now, signal } = ports
			const watched = { adapter: worker.adapter, fetcher: worker.ports.fetcher }
			const collected = await collect({
				feed: feed.id,
				url: address,
				...watched,
				known: { ...NOTHING_KNOWN, failing: worker.known.failing },
				now,
				signal,
			})
			current = []
			return await hand(worker, together(collected))
		},
	}
}

/** Servers that the operator named beside the stream: for the past, or for what things are. A message sends us nowhere else. */
function homesOf({ options, stream }: KeyedFeed): ReadonlySet<string> {
	const named = [stream?.backfill?.url, ...Object.values(options)]
	return new Set(named.flatMap((one) => (typeof one === 'string' && /^https?:/.test(one) ? (URL.parse(one)?.origin ?? []) : [])))
}

/** Without what only the other side should see. */
export function plainAddress(text: string): string {
	const { protocol, host, pathname } = new URL(text)
	return `${protocol}//${host}${pathname}`
}

function fetchedOf({ bytes, contentType, channel }: Held, url: string): Fetched {
	return {
		type: 'document',
		bytes,
		url,
		validators: {},
		...(contentType !== undefined && { contentType }),
		...(channel !== undefined && { channel }),
	}
}

/** Messages of one channel behind one another, as one document. */
function gathered(batch: readonly Held[]): readonly Held[] {
	const runs: Held[][] = []
	for (const held of batch) {
		const last = runs.at(-1)
		if (last?.[0] && !held.reject && !last[0].reject && last[0].channel === held.channel) last.push(held)
		else runs.push([held])
	}
	return runs.flatMap((run) => {
		const [first] = run
		return first ? [{ ...first, bytes: run.length === 1 ? first.bytes : joinedLines(run) }] : []
	})
}

function joinedLines(run: readonly Held[]): Uint8Array {
	return Buffer.concat(run.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [LINE_FEED, bytes])))
}

/** A batch says something when one of its messages does; what the others say is not understood. */
function together(collected: Collected): Collected {
	if (collected.main !== 'unreadable') return collected
	const good = collected.parsed.some(
		({ events, measurements, listing }) => events.length + measurements.length > 0 || listing !== undefined,
	)
	if (!good) return collected
	const { reason: _reason, ...rest } = collected
	return { ...rest, main: 'good', reasons: collected.parsed.flatMap(({ rejects }) => rejects.map(({ reason }) => reason)) }
}
