import { OutboundRefusal } from '@lagebild/outbound/guard.ts'
import type { GuardedFetch } from '@lagebild/outbound/guarded-fetch.ts'

import { retryAfterMs } from './retry.ts'
import { signatureOf } from './sign.ts'

/** One request. `id` is the same at each repeat. */
export type Message = { readonly id: string; readonly type: string; readonly body: string }

export type Outcome =
	| { readonly type: 'taken'; readonly status: number }
	/** It said that it is gone for good. */
	| { readonly type: 'gone'; readonly status: number; readonly text: string }
	| { readonly type: 'failed'; readonly status?: number; readonly text: string; readonly askedMs?: number | undefined }

export type Target = { readonly url: string; readonly secret: string; readonly fetch: GuardedFetch['fetch']; readonly now: number }

export async function attempt(message: Message, { url, secret, fetch, now }: Target): Promise<Outcome> {
	const seconds = Math.floor(now / 1_000)
	const headers = {
		'content-type': message.type,
		'user-agent': 'Lagebild',
		'webhook-id': message.id,
		'webhook-timestamp': String(seconds),
		'webhook-signature': signatureOf(secret, { ...message, seconds }),
	}
	try {
		const answer = await fetch(url, { method: 'POST', headers, body: message.body })
		const { status } = answer
		if (status >= 200 && status < 300) return { type: 'taken', status }
		const text = wordsOf(status, await answer.text())
		if (status === GONE) return { type: 'gone', status, text }
		return { type: 'failed', status, text, askedMs: retryAfterMs(answer.headers.get('retry-after'), now) }
	} catch (error) {
		return { type: 'failed', text: reasonOf(error) }
	}
}

const GONE = 410
const MOST_WORDS = 300

/** In the other side's words, without what could break a line. */
function wordsOf(status: number, text: string): string {
	const said = text.replace(/[\p{C}\s]+/gu, ' ').trim()
	const where = status >= 300 && status < 400 ? ' (redirects are not followed)' : ''
	return `HTTP ${status}${where}${said === '' ? '' : `: ${said}`}`.slice(0, MOST_WORDS)
}

function reasonOf(error: unknown): string {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
	if (cause instanceof OutboundRefusal) return cause.message
	return (cause instanceof Error ? cause.message : String(cause)).replace(/[\p{C}\s]+/gu, ' ').slice(0, MOST_WORDS)
}
