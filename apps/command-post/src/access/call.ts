import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type * as z from 'zod'

import { ask } from '../api/http.ts'
import type { Reply } from '../api/http.ts'
import { store } from '../state/store.ts'

/** Why nothing came of it. `unreachable`: nobody knows whether something did. */
export type Refusal = {
	readonly fault: Fault | 'unreachable'
	readonly retryAfterS?: number
	/** When it came, by the clock of the page. */
	readonly at: number
}
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

type Request = { readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; readonly body?: unknown }

/** One request to the access routes, its answer read by the schema of the hub. It never throws. */
export async function call<T>(path: string, schema: z.ZodType<T>, { method = 'GET', body }: Request = {}): Promise<Answer<T>> {
	const reply = await ask(`/api/v1/${path}`, {
		method,
		...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	})
	if (reply.state !== 'ok') return { ok: false, refusal: refusalOf(reply) }
	const read = schema.safeParse(reply.body)
	return read.success
		? { ok: true, value: read.data }
		: { ok: false, refusal: refused(fault('internal', 'the answer of the hub cannot be read by this page; reload it')) }
}

function refusalOf(reply: Exclude<Reply, { state: 'ok' }>): Refusal {
	switch (reply.state) {
		case 'unauthenticated':
			return refused(fault('unauthenticated'))
		case 'unreachable':
			return refused('unreachable')
		case 'refused':
			return {
				...refused(reply.fault ?? fault('internal', `HTTP ${reply.status}`)),
				...(reply.retryAfterS !== undefined && { retryAfterS: reply.retryAfterS }),
			}
	}
}

export function refused(why: Refusal['fault']): Refusal {
	return { fault: why, at: store.getState().now }
}

export function idPath(list: string, id: string, act?: string): string {
	return [list, encodeURIComponent(id), act].filter((part) => part !== undefined).join('/')
}
