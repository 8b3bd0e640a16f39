import type { MessagePort } from 'node:worker_threads'

import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { openFormat } from '@lagebild/feeds/registry.ts'
import { rawBytes } from '@lagebild/feeds/text.ts'
import { ok } from '@lagebild/model/result.ts'

import { isServedByAll, runFeed } from '../run-feed.ts'
import type { FeedPorts } from '../run-feed.ts'
import type { Inbox } from '../webhook/inbox.ts'
import { withParse } from '../with-parse.ts'
import type { Order, Word } from './message.ts'
import { nameOf } from './page.ts'
import type { Writer } from './page.ts'

const BEAT_MS = 250

export type Serving = {
	readonly port: MessagePort
	readonly page: Writer
	readonly open: typeof openFormat
}

type Running = { readonly stop: AbortController; put?: Inbox['put']; farewell: boolean; elsewhere?: number }
type Run = Extract<Order, { type: 'run' }>

/** Runs the feeds that the main thread names, in the thread that this is. */
export function serveFeeds({ port, page, open }: Serving): void {
	const running = new Map<string, Running>()
	const tell = (word: Word): void => port.postMessage(word)
	const begin = (order: Run): void => {
		const own: Running = { stop: new AbortController(), farewell: true }
		const { id } = order.feed
		running.set(id, own)
		runFeed(order.feed, portsOf(order, { own, tell, page, open }))
			.then(
				() => tell({ type: 'ended', feed: id }),
				(error: unknown) => tell({ type: 'ended', feed: id, fault: error instanceof Error ? error.message : String(error) }),
			)
			.finally(() => running.delete(id))
	}
	port.on('message', (order: Order) => {
		switch (order.type) {
			case 'run':
				return begin(order)
			case 'end':
				return end(running.get(order.feed), order.farewell)
			case 'heard':
				return hear(running.get(order.feed), order.at)
			case 'put':
				return put(running.get(order.feed), order, tell)
		}
	})
	setInterval(page.beat, BEAT_MS)
	tell({ type: 'ready' })
}

function hear(running: Running | undefined, at: number): void {
	if (running) running.elsewhere = at
}

function end(running: Running | undefined, farewell: boolean): void {
	if (!running) return
	running.farewell = farewell
	running.stop.abort()
}

function put(running: Running | undefined, { no, message }: Extract<Order, { type: 'put' }>, tell: (word: Word) => void): void {
	if (!running?.put) return tell({ type: 'outcome', no, outcome: { type: 'busy' } })
	running.put(message).then(
		(outcome) => tell({ type: 'outcome', no, outcome }),
		(error: unknown) => {
			tell({ type: 'log', level: 'error', fields: { err: error }, text: 'a webhook ended in a mistake of ours' })
			tell({ type: 'outcome', no, outcome: { type: 'untaken', reason: 'internal mistake' } })
		},
	)
}

type Around = Pick<Serving, 'page' | 'open'> & { readonly own: Running; readonly tell: (word: Word) => void }

function portsOf(order: Run, { own, tell, page, open }: Around): FeedPorts {
	const say = (level: 'info' | 'warn' | 'error') => (fields: object, text?: string) =>
		tell({ type: 'log', level, fields, text: text ?? '' })
	return {
		...order.place,
		now: Date.now,
		random: Math.random,
		log: { info: say('info'), warn: say('warn'), error: say('error') },
		signal: own.stop.signal,
		farewell: () => own.farewell,
		elsewhere: () => own.elsewhere,
		door:
			order.shut === undefined
				? {
						type: 'open',
						take: (taken) => {
							own.put = taken
							tell({ type: 'takes', feed: order.feed.id })
						},
					}
				: { type: 'shut', reason: order.shut },
		open: (format, options) => {
			const opened = open(format, options)
			return opened.ok ? ok(noted(heard(opened.value, order, tell), order, page)) : opened
		},
	}
}

const TELL_MS = 1_000

/** Other ingests are told that the feed is not silent. */
function heard(adapter: BoundAdapter, { feed }: Run, tell: (word: Word) => void): BoundAdapter {
	if (!isServedByAll(feed)) return adapter
	let told = -Infinity
	return withParse(adapter, (bytes, reception) => {
		const parsed = adapter.parse(bytes, reception)
		const now = performance.now()
		if (parsed.events.length + parsed.measurements.length > 0 && now - told > TELL_MS) {
			told = now
			tell({ type: 'heard', feed: feed.id })
		}
		return parsed
	})
}

/** Reading a document is noted where the main thread finds it, whatever becomes of this thread. */
function noted(adapter: BoundAdapter, { no, barred }: Run, page: Writer): BoundAdapter {
	const names = new Set(barred)
	return withParse(adapter, (bytes, reception) => {
		const name = nameOf(bytes)
		if (names.has(name)) return { events: [], measurements: [], followUps: [], rejects: [{ ...UNREAD, raw: rawBytes(bytes) }] }
		return page.during({ feed: no, name, bytes }, () => adapter.parse(bytes, reception))
	})
}

const UNREAD = { reason: 'ended-its-reader', message: 'reading this document ended its reader twice; it is not read again' }
