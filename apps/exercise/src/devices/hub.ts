import { setTimeout as pause } from 'node:timers/promises'

import * as z from 'zod'

const Item = z.object({ fault: z.string().optional(), path: z.string().optional(), message: z.string().optional() })
export type Item = z.infer<typeof Item>

export type Hub = { readonly url: string; readonly operation: string; readonly signal: AbortSignal; readonly warn: (text: string) => void }

/** What the hub said about each item of a request; `undefined` when it refused the request as a whole for good. */
export type Said = readonly Item[] | undefined

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 10_000
const TIMEOUT_MS = 15_000
/** Answers that another try can change: too fast, starting or stopping, storage full. */
const AGAIN: ReadonlySet<number> = new Set([408, 429, 502, 503, 504, 507])

/**
 * Posts as one device and does not give up while the hub is away: it may be restarted under the exercise at any time. Ends with the signal.
 */
export async function post(
	hub: Hub,
	{ key, path, body }: { readonly key: string; readonly path: string; readonly body: unknown },
): Promise<Said> {
	const address = `${hub.url}/api/v1/operations/${hub.operation}/${path}`
	const request = {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	}
	for (let wait = FIRST_PAUSE_MS; !hub.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
		const answer = await attempt(address, request, hub)
		if (answer && !AGAIN.has(answer.status)) return saidIn(answer, hub)
		const asked = Number(answer?.retryAfter ?? 0) * 1_000
		await pause(Math.max(wait, Math.min(asked, LONGEST_PAUSE_MS)), undefined, { signal: hub.signal }).catch(() => undefined)
	}
	return undefined
}

type Answer = { readonly status: number; readonly retryAfter: string | null; readonly text: string }

async function attempt(address: string, request: RequestInit, { signal }: Hub): Promise<Answer | undefined> {
	try {
		const response = await fetch(address, { ...request, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) })
		return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
	} catch {
		return undefined
	}
}

function saidIn({ status, text }: Answer, hub: Hub): Said {
	const parsed = z.union([Item.array(), Item.transform((item) => [item])]).safeParse(readJson(text))
	if (parsed.success && (status < 400 || parsed.data.length > 1)) return parsed.data
	hub.warn(`the hub refused a request of ${hub.operation}: ${status} ${text.slice(0, 200)}`)
	return undefined
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
