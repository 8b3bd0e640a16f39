import { fetch } from 'undici'
import type { Response } from 'undici'

import { guardedStreamAgent, hostsOf, OutboundRefusal } from './guard.ts'
import type { Reach } from './guard.ts'
import { redirectOf, REDIRECTS } from './redirect.ts'

const MAX_REDIRECTS = 5

export type StreamRequest = {
	readonly url: string
	readonly headers: Readonly<Record<string, string>>
	/** Authority of its own, PEM. */
	readonly ca?: string
	readonly signal: AbortSignal
}

export type OpenAnswer = { readonly answer: Response; readonly close: () => Promise<void> }

/** An answer that goes on, from where the redirects lead. Headers are not sent to another origin: they may hold a key. */
export async function guardedStream(request: StreamRequest, reach: Reach): Promise<OpenAnswer> {
	const dispatcher = guardedStreamAgent(reach, request.ca)
	const allowed = hostsOf(reach.allowPrivateHosts)
	const close = (): Promise<void> => dispatcher.destroy()
	const first = new URL(request.url)
	try {
		let url = first
		for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
			const headers = url.origin === first.origin ? request.headers : {}
			const answer = await fetch(url, {
				dispatcher,
				headers: { ...headers, accept: 'text/event-stream' },
				signal: request.signal,
				redirect: 'manual',
			})
			if (!REDIRECTS.has(answer.status)) return { answer, close }
			await answer.body?.cancel()
			url = redirectOf(answer, url, allowed)
		}
		throw new OutboundRefusal(`more than ${MAX_REDIRECTS} redirects`)
	} catch (error) {
		await close()
		throw error
	}
}
