import { line } from '@lagebild/feeds/text.ts'
import { bodyOf } from '@lagebild/outbound/guarded-fetch.ts'
import { guardedStream } from '@lagebild/outbound/guarded-stream.ts'
import type { OpenAnswer } from '@lagebild/outbound/guarded-stream.ts'
import { createParser } from 'eventsource-parser'
import type { EventSourceMessage } from 'eventsource-parser'

import { ending, reasonOf } from './ending.ts'
import type { Ending } from './ending.ts'
import { overlong } from './stream.ts'
import type { Connection, Ears, Ended, Stream, StreamReach } from './stream.ts'

export type EventStreamAddress = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

const ERROR_BYTES = 65_536

/** Server-sent events, HTML Living Standard 9.2. */
export function eventStream(address: EventStreamAddress, reach: StreamReach): Stream {
	return { connect: (ears, after) => connected({ ...address, after }, reach, ears) }
}

type Asked = EventStreamAddress & { readonly after: string | undefined }

function connected(asked: Asked, reach: StreamReach, ears: Ears): Connection {
	const end = ending()
	const stop = new AbortController()
	const gate = gateOf()
	const run = async (): Promise<void> => {
		const limit = setTimeout(() => stop.abort(new Error(`no answer within ${reach.timeoutMs / 1_000} s`)), reach.timeoutMs)
		const open = await opened(asked, reach, stop.signal).finally(() => clearTimeout(limit))
		try {
			await listen(open, { reach, ears, end, gate })
		} finally {
			stop.abort()
			await open.close()
		}
	}
	run().catch((error: unknown) => end.end({ reason: reasonOf(error) }))
	return {
		ended: end.ended,
		resume: gate.open,
		close: (reason) => {
			end.end({ reason })
			stop.abort(new Error(reason))
			gate.open()
		},
	}
}

async function opened({ url, headers, after }: Asked, reach: StreamReach, signal: AbortSignal): Promise<OpenAnswer> {
	const known = after === undefined ? {} : { 'last-event-id': after }
	const ca = reach.ca === undefined ? {} : { ca: reach.ca }
	return await guardedStream(
		{ url, headers: { 'user-agent': 'Lagebild', 'cache-control': 'no-store', ...headers, ...known }, ...ca, signal },
		reach,
	)
}

type Listening = { readonly reach: StreamReach; readonly ears: Ears; readonly end: Ending; readonly gate: Gate }

async function listen({ answer }: OpenAnswer, listening: Listening): Promise<void> {
	const { ears, end } = listening
	const type = answer.headers.get('content-type') ?? 'none'
	if (!answer.ok || !type.startsWith('text/event-stream')) {
		const words = line(new TextDecoder().decode(await bodyOf(answer.body, ERROR_BYTES).catch(() => new Uint8Array())), 200)
		const what = answer.ok ? `the answer is no event stream but ${type.slice(0, 80)}` : `HTTP ${answer.status} ${answer.statusText}`.trim()
		end.end({ reason: words === undefined ? what : `${what}: ${words}`, ...retryAfter(answer.headers.get('retry-after')) })
		return
	}
	ears.ready()
	end.end(await read(answer.body ?? [], listening))
}

async function read(body: AsyncIterable<unknown> | Iterable<unknown>, { reach, ears, end, gate }: Listening): Promise<Ended> {
	let retry: { readonly retryAfterMs?: number } = {}
	let isTooLong = false
	const parser = createParser({
		maxBufferSize: reach.maxBytes,
		onEvent: (event) => {
			if (!ears.hear(heardOf(event))) gate.shut()
		},
		onRetry: (ms) => {
			retry = { retryAfterMs: Math.min(ms, MOST_RETRY_MS) }
		},
		onError: (error) => {
			isTooLong ||= error.type === 'max-buffer-size-exceeded'
		},
	})
	const decoder = new TextDecoder()
	for await (const bytes of body) {
		ears.alive()
		if (bytes instanceof Uint8Array) parser.feed(decoder.decode(bytes, { stream: true }))
		if (isTooLong || end.hasEnded()) break
		await gate.passed()
	}
	if (isTooLong) ears.refuse(overlong(new Uint8Array(), undefined, reach.maxBytes))
	return { reason: isTooLong ? 'an event is longer than the limit' : 'the other side ended the stream', ...retry }
}

const MOST_RETRY_MS = 3_600_000

function heardOf({ data, event, id }: EventSourceMessage): Parameters<Ears['hear']>[0] {
	return {
		bytes: new TextEncoder().encode(data),
		contentType: 'text/plain; charset=utf-8',
		channel: event ?? 'message',
		...(id !== undefined && { id }),
	}
}

function retryAfter(text: string | null): { readonly retryAfterMs?: number } {
	return text !== null && /^\d{1,4}$/.test(text.trim()) ? { retryAfterMs: Number(text) * 1_000 } : {}
}

/** Something that must be open to go on. */
type Gate = { readonly open: () => void; readonly shut: () => void; readonly passed: () => Promise<void> }

function gateOf(): Gate {
	let waiting: PromiseWithResolvers<void> | undefined
	return {
		open: () => {
			waiting?.resolve()
			waiting = undefined
		},
		shut: () => {
			waiting ??= Promise.withResolvers<void>()
		},
		passed: async () => waiting?.promise,
	}
}
