import { setTimeout as pause } from 'node:timers/promises'

import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { fault, Fault, FAULTS } from '@lagebild/model/fault.ts'
import { Seq } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'
import * as z from 'zod'

import { hubPauseMs } from './core/pause.ts'

const Accepted = z.object({ id: z.string(), seq: Seq, effect: z.enum(['applied', 'superseded', 'conflict']), by: z.string().optional() })
const Refused = z.object({ ...Fault.shape, id: z.string().optional() })
export type HubAnswer = z.infer<typeof Accepted> | z.infer<typeof Refused>
const Answers = z.array(z.union([Refused, Accepted]))
const MeasuredAnswer = z.object({ stored: z.int(), unchanged: z.int(), refused: z.array(Fault) })
export type MeasuredAnswer = z.infer<typeof MeasuredAnswer>

const SeriesAnswer = z.object({ observed: z.object({ at: z.array(z.number()), value: z.array(z.number().nullable()) }) })
export type Series = z.infer<typeof SeriesAnswer>

/** Refused for good, or given up for now: then the feed asks its upstream again and says it all once more. */
export type Delivered<T> =
	| { readonly type: 'answered'; readonly answer: T }
	| { readonly type: 'refused'; readonly fault: Fault }
	| { readonly type: 'undelivered'; readonly reason: string }

export type StampedReject = Reject & { readonly at: number }

/** The hub as one feed sees it. Retries what can succeed later, for a while. */
export type Hub = {
	readonly submit: (events: readonly Submission[]) => Promise<Delivered<readonly HubAnswer[]>>
	readonly measure: (measurements: Measurements) => Promise<Delivered<MeasuredAnswer>>
	readonly quarantine: (rejects: readonly StampedReject[]) => Promise<Delivered<unknown>>
	/** Values that the hub has of a sensor between two times. */
	readonly series: (entity: EntityId, span: Span) => Promise<Delivered<Series>>
	/** Entries that speak of it, newest first, at most so many. */
	readonly history: (entity: EntityId, limit: number) => Promise<Delivered<unknown>>
}

/** Epoch ms. */
export type Span = { readonly from: number; readonly to: number }

export type HubOptions = {
	readonly url: string
	readonly key: string
	readonly operation: string
	readonly feed: string
	readonly signal: AbortSignal
	/** Tries of one request. */
	readonly attempts?: number
	readonly timeoutMs?: number
}

const ATTEMPTS = 6
const TIMEOUT_MS = 30_000
const MAX_RETRY_AFTER_S = 60

export function hubOf(options: HubOptions): Hub {
	const operation = `/api/v1/operations/${options.operation}`
	return {
		submit: (events) => ask({ path: `${operation}/events`, body: events }, { options, answer: Answers }),
		measure: (measurements) => ask({ path: `${operation}/measurements`, body: measurements }, { options, answer: MeasuredAnswer }),
		quarantine: (rejects) => ask({ path: `/api/v1/feeds/${options.feed}/rejects`, body: rejects }, { options, answer: z.unknown() }),
		series: (entity, { from, to }) => {
			const query = new URLSearchParams({ from: iso(from), to: iso(to) }).toString()
			return ask({ path: `${operation}/entities/${encodeURIComponent(entity)}/series?${query}` }, { options, answer: SeriesAnswer })
		},
		history: (entity, limit) => {
			const path = `${operation}/entities/${encodeURIComponent(entity)}/history?limit=${limit}`
			return ask({ path }, { options, answer: z.unknown() })
		},
	}
}

/** With a body it is posted, without one it is a question. */
type Message = { readonly path: string; readonly body?: unknown }
type Asking<T> = { readonly options: HubOptions; readonly answer: z.ZodType<T> }
type Tried<T> = Delivered<T> & { readonly again?: boolean; readonly retryAfterMs?: number }

/** For what else is said to the hub. */
export async function ask<T>({ path, body }: Message, asking: Asking<T>): Promise<Delivered<T>> {
	const { signal, attempts = ATTEMPTS } = asking.options
	const text = body === undefined ? undefined : JSON.stringify(body)
	for (let attempt = 0; ; attempt += 1) {
		const { again, retryAfterMs, ...delivered } = await tryOnce(path, text, asking)
		if (!again || attempt + 1 >= attempts || signal.aborted) return delivered
		const waited = await sleep(hubPauseMs(attempt, Math.random(), retryAfterMs), signal)
		if (!waited) return delivered
	}
}

/** @returns false when it was told to stop. */
export async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
	try {
		await pause(ms, undefined, { signal })
		return true
	} catch {
		return false
	}
}

async function tryOnce<T>(path: string, body: string | undefined, { options, answer }: Asking<T>): Promise<Tried<T>> {
	try {
		const response = await fetch(`${options.url}${path}`, {
			headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
			...(body !== undefined && { method: 'POST', body }),
			redirect: 'error',
			signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)]),
		})
		const value: unknown = await response.json().catch(() => undefined)
		return response.ok ? answered(answer, value) : refusal(response, value)
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
		return {
			type: 'undelivered',
			reason: `the hub cannot be reached: ${cause instanceof Error ? cause.message : 'no answer'}`,
			again: true,
		}
	}
}

function answered<T>(schema: z.ZodType<T>, value: unknown): Tried<T> {
	const read = schema.safeParse(value)
	return read.success
		? { type: 'answered', answer: read.data }
		: { type: 'undelivered', reason: 'the hub answers in a way that this version does not read' }
}

/** A refusal that names a fault of its own is final when the table says so; anything else may pass. */
function refusal(response: Response, value: unknown): Tried<never> {
	const said = Fault.safeParse(value)
	if (said.success && !FAULTS[said.data.fault].retry) {
		return { type: 'refused', fault: fault(said.data.fault, said.data.message, said.data.path) }
	}
	const reason = `the hub answers HTTP ${response.status}${said.success ? ` ${said.data.fault}` : ''}`
	const again = said.success || response.status >= 500 || response.status === 429
	return { type: 'undelivered', reason, again, retryAfterMs: retryAfterOf(response) }
}

function retryAfterOf({ headers }: Response): number {
	const seconds = Number(headers.get('retry-after') ?? '0')
	return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), MAX_RETRY_AFTER_S) * 1_000 : 0
}
