import { fetch } from 'undici'

import { guardedAgent, OutboundRefusal } from './guard.ts'
import type { Reach } from './guard.ts'

const MAX_BYTES = 1_000_000

/** What a caller may send; redirects are handed back as they are and never followed. */
export type OutboundRequest = {
	readonly method?: string
	readonly headers?: Readonly<Record<string, string>>
	readonly body?: string | null
	readonly signal?: AbortSignal
}

export type GuardedFetch = {
	readonly fetch: (url: string, request: OutboundRequest) => Promise<Response>
	readonly close: () => Promise<void>
}

/** A fetch in which everything goes through the guard, in a bounded time and into a bounded memory. */
export function guardedFetch(reach: Reach & { readonly maxBytes?: number }): GuardedFetch {
	const dispatcher = guardedAgent(reach)
	const { maxBytes = MAX_BYTES, timeoutMs } = reach
	return {
		fetch: async (url, { method = 'GET', headers = {}, body = null, signal }) => {
			const limit = AbortSignal.timeout(timeoutMs)
			const both = signal ? AbortSignal.any([signal, limit]) : limit
			const answer = await fetch(url, { dispatcher, method, headers, body, signal: both, redirect: 'manual' })
			const bytes = await bodyOf(answer.body, maxBytes)
			return new Response(NO_BODY.has(answer.status) ? null : bytes, { status: answer.status, headers: [...answer.headers] })
		},
		close: () => dispatcher.destroy(),
	}
}

const NO_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304])

/** Counts what comes out of decompression: a small answer may be a large document. */
export async function bodyOf(body: AsyncIterable<unknown> | null, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = []
	let length = 0
	for await (const bytes of body ?? []) {
		if (!(bytes instanceof Uint8Array)) continue
		length += bytes.length
		if (length > maxBytes) throw new OutboundRefusal(`the document is larger than ${maxBytes} bytes`)
		chunks.push(bytes)
	}
	return Buffer.concat(chunks)
}
