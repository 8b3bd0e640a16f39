import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Logger } from 'pino'

import type { Inbox, Outcome } from './inbox.ts'
import { isSigned } from './sender.ts'
import type { Checker } from './sender.ts'

export type WebhookOptions = {
	readonly host: string
	readonly port: number
	/** By the name of the feed. */
	readonly slots: ReadonlyMap<string, Slot>
	readonly checker: Checker
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** Where the messages of one feed go. */
export type Slot = Pick<Inbox, 'feed' | 'put'>

export type WebhookServer = { readonly port: number; readonly close: () => Promise<void> }

const MAX_BYTES = 5_000_000
const MAX_CONNECTIONS = 200
const REQUEST_MS = 30_000
const SHOWN_REJECTS = 20

type Answer = { readonly status: number; readonly value: unknown; readonly retryAfter?: number }

/** Takes what sources post to `/feeds/ID`, and answers when the hub has it: whoever gets another answer than 200 or 422 sends it again. */
export async function serveWebhooks(options: WebhookOptions): Promise<WebhookServer> {
	const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS / 2 }, (request, response) => {
		answerTo(request, options)
			.catch((error: unknown): Answer => {
				options.log.error({ err: error }, 'a webhook ended in a mistake of ours')
				return { status: 500, value: { fault: 'internal' } }
			})
			.then((answer) => send(response, answer))
			.catch(() => response.destroy())
	})
	server.maxConnections = MAX_CONNECTIONS
	server.listen(options.port, options.host)
	await once(server, 'listening')
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : options.port,
		close: async () => {
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}

function send(response: ServerResponse, { status, value, retryAfter }: Answer): void {
	response.writeHead(status, {
		'content-type': 'application/json',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		...(status === 413 && { connection: 'close' }),
		...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
	})
	response.end(`${JSON.stringify(value)}\n`)
}

async function answerTo(request: IncomingMessage, { slots, checker }: WebhookOptions): Promise<Answer> {
	const id = /^\/feeds\/([a-z0-9._-]{1,64})\/?(?:\?|$)/.exec(request.url ?? '')?.[1]
	const slot = slots.get(id ?? '')
	if (!slot) return refusal(404, 'not-found', 'there is no feed of this name that waits for messages')
	if (request.method !== 'POST') return refusal(405, 'not-allowed', 'messages are posted')
	const stranger = await strangerBefore(request, slot, checker)
	if (stranger) return stranger
	const bytes = await bodyOf(request)
	if (!bytes) return refusal(413, 'too-large', `a message has at most ${MAX_BYTES} bytes`)
	const forger = await strangerAfter(request, slot, bytes)
	return forger ?? answerOf(await slot.put({ bytes, contentType: request.headers['content-type'] }))
}

/** Who sends a key is known before anything else is read. */
async function strangerBefore({ headers }: IncomingMessage, { feed }: Slot, checker: Checker): Promise<Answer | undefined> {
	if (feed.signature) return undefined
	const verdict = await checker.check(headers.authorization, feed)
	if (verdict === 'unknown') return { ...refusal(503, 'hub-unreachable', 'the hub does not answer'), retryAfter: 5 }
	return verdict === 'known' ? undefined : refusal(401, 'unauthenticated', 'a key of this feed is needed: Authorization: Bearer KEY')
}

/** A signature is over what was read. */
async function strangerAfter({ headers }: IncomingMessage, { feed }: Slot, bytes: Uint8Array): Promise<Answer | undefined> {
	if (!feed.signature) return undefined
	const given = headers[feed.signature.header.toLowerCase()]
	const holds = await isSigned(bytes, typeof given === 'string' ? given : undefined, feed.signature)
	return holds ? undefined : refusal(401, 'unauthenticated', `the signature in ${feed.signature.header} does not hold`)
}

function refusal(status: number, fault: string, message: string): Answer {
	return { status, value: { fault, message } }
}

function answerOf(outcome: Outcome): Answer {
	switch (outcome.type) {
		case 'busy':
			return { ...refusal(429, 'too-many', 'too many messages are waiting'), retryAfter: 5 }
		case 'untaken':
			return { ...refusal(503, 'untaken', outcome.reason), retryAfter: 5 }
		case 'taken':
		case 'unreadable': {
			const { events, measurements, rejects } = outcome
			const shown = rejects.slice(0, SHOWN_REJECTS).map(({ reason, message, path }) => ({ reason, message, path }))
			return { status: outcome.type === 'taken' ? 200 : 422, value: { events, measurements, rejected: rejects.length, rejects: shown } }
		}
	}
}

/** Undefined when it is longer than any document may be. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
	if (Number(request.headers['content-length'] ?? '0') > MAX_BYTES) return undefined
	const parts: Uint8Array[] = []
	let size = 0
	for await (const part of request) {
		if (!(part instanceof Uint8Array)) continue
		size += part.length
		if (size > MAX_BYTES) return undefined
		parts.push(part)
	}
	return new Uint8Array(Buffer.concat(parts))
}
