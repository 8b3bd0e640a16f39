import type { Parsed, Reject } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'

import type { KeyedFeed } from '../config.ts'
import { sleep } from '../hub.ts'
import { withParse } from '../with-parse.ts'
import { createWorker, judge, poll } from '../worker.ts'
import type { Worker, WorkerPorts } from '../worker.ts'

/** One message as the source posted it. */
export type Pushed = { readonly bytes: Uint8Array; readonly contentType: string | undefined }

/** What became of it, as the source is told. `untaken`: the hub did not take it, and it should come again. */
export type Outcome =
	| { readonly type: 'taken' | 'unreadable'; readonly events: number; readonly measurements: number; readonly rejects: readonly Reject[] }
	| { readonly type: 'untaken'; readonly reason: string }
	| { readonly type: 'busy' }

/** A feed that waits for what its source posts; one message after the other. */
export type Inbox = {
	readonly feed: KeyedFeed
	readonly worker: Worker
	readonly put: (message: Pushed) => Promise<Outcome>
}

const MOST_WAITING = 50
const NOTHING: Parsed = { events: [], measurements: [], rejects: [], followUps: [] }

export function createInbox(feed: KeyedFeed, adapter: BoundAdapter, ports: Omit<WorkerPorts, 'fetcher'>): Inbox {
	let current: Pushed | undefined
	let parsed = NOTHING
	let waiting = 0
	let last: Promise<unknown> = Promise.resolve()
	const heard = withParse(adapter, (bytes, reception) => {
		parsed = adapter.parse(bytes, reception)
		return parsed
	})
	const worker = createWorker(feed, heard, { ...ports, fetcher: fetcherOf(feed.url, () => current) })
	const handle = async (message: Pushed): Promise<Outcome> => {
		if (worker.controls.paused !== undefined) return { type: 'untaken', reason: worker.controls.paused }
		current = message
		parsed = NOTHING
		await poll(worker)
		current = undefined
		if (ports.signal.aborted) return { type: 'untaken', reason: 'the ingest is stopped' }
		return outcomeOf(worker, parsed)
	}
	return {
		feed,
		worker,
		put: async (message) => {
			if (waiting >= MOST_WAITING) return { type: 'busy' }
			waiting += 1
			const done = last
				.then(() => handle(message))
				.finally(() => {
					waiting -= 1
				})
			last = done.catch(() => undefined)
			return done
		},
	}
}

/** What is posted stands in the place of what is fetched; nothing that it refers to is asked for. */
function fetcherOf(address: string, current: () => Pushed | undefined): Fetcher {
	return {
		get: (url) => {
			const message = url === address ? current() : undefined
			const fetched: Fetched = message
				? {
						type: 'document',
						bytes: message.bytes,
						url,
						validators: {},
						...(message.contentType !== undefined && { contentType: message.contentType }),
					}
				: { type: 'failed', reason: 'a posted message refers to another document, which is not fetched' }
			return Promise.resolve(fetched)
		},
		close: () => Promise.resolve(),
	}
}

function outcomeOf({ untold, health }: Worker, { events, measurements, rejects, listing }: Parsed): Outcome {
	if (untold > 0) return { type: 'untaken', reason: health.reason ?? 'the hub does not take it' }
	const said = events.length + measurements.length + (listing?.ids.length ?? 0)
	const unreadable = said === 0 && rejects.length > 0
	return { type: unreadable ? 'unreadable' : 'taken', events: events.length, measurements: measurements.length, rejects }
}

const LONGEST_TICK_MS = 60_000

/** Watches over the silence of a feed that nobody asks: it is told as it begins. */
export async function watchSilence({ feed, worker }: Inbox): Promise<void> {
	const { now, signal } = worker.ports
	await judge(worker, { type: 'unreadable', reason: 'waiting for the first message', unheard: true })
	while (await sleep(Math.min(LONGEST_TICK_MS, feed.everySeconds * 1_000), signal)) {
		const { lastGood, started } = worker.health
		const silentMs = Math.max(worker.adapter.descriptor.silentMs, 3 * feed.everySeconds * 1_000)
		if (now() - (lastGood ?? started) > silentMs) await judge(worker, { type: 'failed', reason: silenceOf(lastGood), unheard: true })
	}
}

function silenceOf(lastGood: number | null): string {
	return lastGood === null ? 'no message came yet' : `no message since ${new Date(lastGood).toISOString().slice(0, 16)}Z`
}
