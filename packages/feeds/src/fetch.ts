import { guardedAgent, hostsOf, OutboundRefusal } from '@lagebild/outbound/guard.ts'
import { bodyOf } from '@lagebild/outbound/guarded-fetch.ts'
import { redirectOf, REDIRECTS } from '@lagebild/outbound/redirect.ts'
import { fetch } from 'undici'
import type { Agent, Response } from 'undici'

import { describeFailure, StepFailure } from './fetch-failure.ts'

const MAX_BYTES = 5_000_000
const MAX_REDIRECTS = 5
const MAX_RETRY_AFTER_S = 3_600

/** What an earlier answer said about its state, for "only if it changed". */
export type Validators = { readonly etag?: string; readonly lastModified?: string }

export type Fetched =
	| {
			readonly type: 'document'
			readonly bytes: Uint8Array
			readonly url: string
			readonly contentType?: string
			/** Of a message of a stream. */
			readonly channel?: string
			readonly validators: Validators
	  }
	| { readonly type: 'unchanged' }
	/** `reason` is for people: the upstream's own words where it has any. */
	| {
			readonly type: 'failed'
			readonly reason: string
			/** Beginning of what came with it. */
			readonly said?: string
			readonly retryAfterMs?: number
	  }

export type FetcherOptions = {
	/** Hosts outside of public address space that may be reached, by name as written in the address. */
	readonly allowPrivateHosts: readonly string[]
	/** For the whole exchange, from the name to the last byte. */
	readonly timeoutMs: number
	readonly maxBytes?: number
}

export type Fetcher = {
	readonly get: (url: string, known?: Validators, signal?: AbortSignal) => Promise<Fetched>
	readonly close: () => Promise<void>
}

/** Fetches documents of one feed from addresses that the feed itself names, without letting it reach into the house. */
export function createFetcher(options: FetcherOptions): Fetcher {
	const allowed = hostsOf(options.allowPrivateHosts)
	const { timeoutMs } = options
	const dispatcher = guardedAgent(options)
	const credentials = new Credentials()
	return {
		get: async (url, known, signal) => {
			const limit = AbortSignal.timeout(timeoutMs)
			const both = signal ? AbortSignal.any([signal, limit]) : limit
			try {
				return await follow(url, {
					allowed,
					dispatcher,
					credentials,
					known: known ?? {},
					signal: both,
					maxBytes: options.maxBytes ?? MAX_BYTES,
				})
			} catch (error) {
				const timedOut = limit.aborted && !signal?.aborted
				return { type: 'failed', reason: timedOut ? `no complete answer within ${timeoutMs / 1_000} s` : describeFailure(error, url) }
			}
		},
		close: () => dispatcher.destroy(),
	}
}

/**
 * User and password of an address, as the addresses that a feed names carry them: for that origin only, and nowhere in what is told of a
 * document. Those that a redirect carries are not used.
 */
class Credentials {
	readonly #byOrigin = new Map<string, string>()

	/** The address without them. */
	taken(url: URL): URL {
		if (url.username === '' && url.password === '') return url
		const said = `${decoded(url.username)}:${decoded(url.password)}`
		this.#byOrigin.set(url.origin, `Basic ${Buffer.from(said).toString('base64')}`)
		return withoutUser(url)
	}

	headersFor({ origin }: URL): { readonly authorization?: string } {
		const authorization = this.#byOrigin.get(origin)
		return authorization === undefined ? {} : { authorization }
	}
}

function withoutUser(url: URL): URL {
	const plain = new URL(url)
	plain.username = ''
	plain.password = ''
	return plain
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

type Request = {
	readonly allowed: ReadonlySet<string>
	readonly dispatcher: Agent
	readonly credentials: Credentials
	readonly known: Validators
	readonly signal: AbortSignal
	readonly maxBytes: number
}

async function follow(first: string, request: Request): Promise<Fetched> {
	let url = request.credentials.taken(new URL(first))
	for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
		const step = await stepTo(url, request).catch((error: unknown) => {
			throw new StepFailure(url.href, error)
		})
		if (!(step instanceof URL)) return step
		url = step
	}
	throw new OutboundRefusal(`more than ${MAX_REDIRECTS} redirects`)
}

async function stepTo(url: URL, request: Request): Promise<Fetched | URL> {
	const response = await ask(url, request)
	if (!REDIRECTS.has(response.status)) return await outcomeOf(response, url, request)
	await response.body?.cancel()
	return withoutUser(redirectOf(response, url, request.allowed))
}

async function ask(url: URL, { dispatcher, credentials, known, signal }: Request): Promise<Response> {
	if (!/^https?:$/.test(url.protocol)) throw new OutboundRefusal(`${url.protocol} is not http or https`)
	const headers = {
		accept: '*/*',
		'user-agent': 'Lagebild',
		...credentials.headersFor(url),
		...(known.etag !== undefined && { 'if-none-match': known.etag }),
		...(known.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
	}
	return await fetch(url, { dispatcher, headers, signal, redirect: 'manual' })
}

async function outcomeOf(response: Response, url: URL, { maxBytes }: Request): Promise<Fetched> {
	if (response.status === 304) {
		await response.body?.cancel()
		return { type: 'unchanged' }
	}
	if (!response.ok) {
		const said = await beginningOf(response.body)
		const retryAfterMs = retryAfterOf(response.headers.get('retry-after'))
		const reason = `HTTP ${response.status} ${response.statusText}`.trim()
		return { type: 'failed', reason, ...(said !== '' && { said }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
	}
	const bytes = await bodyOf(response.body, maxBytes)
	const contentType = response.headers.get('content-type')
	return { type: 'document', bytes, url: url.href, ...(contentType !== null && { contentType }), validators: validatorsOf(response) }
}

const SAID_BYTES = 4_096
const SAID_MS = 1_000

/** Upstreams usually say in it what is wrong; nobody waits for it. */
async function beginningOf(body: Response['body']): Promise<string> {
	if (!body) return ''
	const reader = body.getReader()
	const late = setTimeout(() => void reader.cancel().catch(() => undefined), SAID_MS)
	const parts: Uint8Array[] = []
	try {
		for (let size = 0; size < SAID_BYTES;) {
			const read = await reader.read()
			const value: unknown = read.value
			if (!(value instanceof Uint8Array)) break
			parts.push(value)
			size += value.length
		}
	} catch {
		/** What came until then is what there is. */
	} finally {
		clearTimeout(late)
		await reader.cancel().catch(() => undefined)
	}
	return new TextDecoder().decode(Buffer.concat(parts).subarray(0, SAID_BYTES))
}

function validatorsOf({ headers }: Response): Validators {
	const etag = headers.get('etag')
	const lastModified = headers.get('last-modified')
	return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) }
}

/** Seconds only: a date would need a clock, and hardly any service sends one. */
function retryAfterOf(text: string | null): number | undefined {
	return text !== null && /^\d{1,6}$/.test(text.trim()) ? Math.min(Number(text), MAX_RETRY_AFTER_S) * 1_000 : undefined
}
