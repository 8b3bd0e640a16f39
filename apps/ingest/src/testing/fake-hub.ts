import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

import type { Submission } from '@lagebild/model/event.ts'
import { fault, FAULTS } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { NewReject } from '@lagebild/model/feeds-protocol.ts'
import type { HeardCommand } from '@lagebild/model/feeds-protocol.ts'
import { Measurements } from '@lagebild/model/measurement.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import * as z from 'zod'

import { bodyOf, serve } from './serve.ts'
import type { Served } from './serve.ts'

const Rejects = z.array(NewReject)

type Stored = { readonly event: Submission; readonly body: string; readonly seq: number }

/** The hub's HTTP interface as far as an ingest speaks to it: it checks as the hub does and keeps what it took. */
export type FakeHub = Served & {
	/** Every request as it came, refused ones too. */
	readonly requests: { path: string; body: unknown; key: string | undefined }[]
	readonly events: Map<string, Stored>
	readonly measurements: Measurements[]
	readonly rejects: z.infer<typeof Rejects>
	/** Whose key it is, by the header. */
	readonly grants: Map<string, object>
	/** Answers the next requests in place of the hub, in order. */
	readonly faults: { readonly status: number; readonly retryAfter?: string }[]
	/** What people want of feeds, heard like at the hub by whoever waits for it; absent: it knows no commands. */
	commands?: readonly HeardCommand[]
	/** What the hub has against an item of its own. */
	against: (event: Submission) => Fault | undefined
	againstRow: (entity: string) => Fault | undefined
}

export async function fakeHub(port = 0): Promise<FakeHub> {
	const state: Omit<FakeHub, keyof Served> = {
		requests: [],
		events: new Map(),
		measurements: [],
		rejects: [],
		grants: new Map(),
		faults: [],
		against: () => undefined,
		againstRow: () => undefined,
	}
	const hub: FakeHub = Object.assign(state, await serve((request, response) => void answer(request, response), port))
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const text = await bodyOf(request)
		const body: unknown = text === '' ? undefined : JSON.parse(text)
		const path = request.url ?? ''
		hub.requests.push({ path, body, key: request.headers.authorization })
		const planned = hub.faults.shift()
		if (planned) {
			response.writeHead(planned.status, planned.retryAfter === undefined ? {} : { 'retry-after': planned.retryAfter })
			response.end()
			return
		}
		if (hub.commands && path.includes('/commands')) await unheard(hub, path, request)
		const { status, value } = path === '/api/v1/session' ? sessionOf(hub, request.headers.authorization) : route(hub, path, body)
		response.writeHead(status, { 'content-type': 'application/json' })
		response.end(JSON.stringify(value))
	}
	return hub
}

/** As long as nobody wants anything that was not heard. */
async function unheard(hub: FakeHub, path: string, request: IncomingMessage): Promise<void> {
	while (commandsIn(hub, path).length === 0 && !request.socket.destroyed) await pause(20)
}

function commandsIn({ commands = [] }: FakeHub, path: string): readonly HeardCommand[] {
	const seen = new Set((path.split('seen=')[1] ?? '').split(','))
	return commands.filter(({ no }) => !seen.has(String(no)))
}

function sessionOf({ grants }: FakeHub, authorization = ''): Reply {
	const grant = grants.get(authorization)
	return grant ? { status: 200, value: { grant } } : { status: 401, value: fault('unauthenticated') }
}

type Reply = { readonly status: number; readonly value: unknown }

function route(hub: FakeHub, path: string, body: unknown): Reply {
	if (path.endsWith('/rejects')) {
		hub.rejects.push(...Rejects.parse(body))
		return { status: 201, value: { stored: hub.rejects.length } }
	}
	if (path.endsWith('/measurements')) return measured(hub, body)
	if (hub.commands && path.includes('/commands')) return { status: 200, value: { commands: commandsIn(hub, path) } }
	if (path.includes('/history?')) return { status: 200, value: historyIn(hub, path) }
	if (path.includes('/series?')) return { status: 200, value: { observed: seriesIn(hub, path) } }
	if (path.endsWith('/events') && Array.isArray(body)) return { status: 207, value: body.map((item) => submitted(hub, item)) }
	return { status: 404, value: fault('not-found') }
}

function submitted(hub: FakeHub, item: unknown): unknown {
	const read = readSubmission(item)
	if (!read.ok) return read.fault
	const event = read.value
	const no = hub.against(event)
	if (no) return { id: event.id, ...no }
	const body = JSON.stringify(event)
	const known = hub.events.get(event.id)
	if (known && known.body !== body) return { id: event.id, ...fault('id-reused') }
	const stored = known ?? { event, body, seq: hub.events.size + 1 }
	hub.events.set(event.id, stored)
	const newest = [...hub.events.values()].findLast((one) => one.event.entity === event.entity)
	const superseded = newest !== undefined && newest.event.id !== event.id
	return { id: event.id, seq: stored.seq, effect: superseded ? 'superseded' : 'applied', ...(superseded && { by: newest.event.id }) }
}

function measured(hub: FakeHub, body: unknown): Reply {
	const read = Measurements.safeParse(body)
	if (!read.success) return { status: FAULTS['bad-message'].status, value: fault('bad-message') }
	const { observations, curves, positions } = read.data
	const entities = [...(observations?.entity ?? []), ...(curves ?? []).map(({ entity }) => entity), ...(positions?.entity ?? [])]
	const refused = entities.flatMap((entity) => hub.againstRow(entity) ?? [])
	if (refused.length < entities.length) hub.measurements.push(read.data)
	return { status: 200, value: { stored: entities.length - refused.length, unchanged: 0, refused } }
}

function historyIn(hub: FakeHub, path: string): readonly unknown[] {
	const entity = decodeURIComponent(/entities\/([^/]+)\/history/.exec(path)?.[1] ?? '')
	const entries = [...hub.events.values()].flatMap(({ event, seq }) => (event.entity === entity ? [{ seq, event }] : []))
	return entries.toReversed().slice(0, Number(path.split('limit=')[1]))
}

function seriesIn(hub: FakeHub, path: string): { readonly at: readonly number[]; readonly value: readonly (number | null)[] } {
	const entity = decodeURIComponent(/entities\/([^/]+)\/series/.exec(path)?.[1] ?? '')
	const rows = hub.measurements.flatMap(({ observations }) =>
		(observations?.entity ?? []).flatMap((id, i) =>
			id === entity ? [{ at: Date.parse(observations?.observed[i] ?? ''), value: observations?.value[i] ?? null }] : [],
		),
	)
	return { at: rows.map(({ at }) => at), value: rows.map(({ value }) => value) }
}

/** Events that the hub took, without the health of the feed. */
export function contentOf(hub: FakeHub): readonly Submission[] {
	return [...hub.events.values()].map(({ event }) => event).filter(({ op, kind }) => op === 'roster' || kind !== 'feed')
}

/** States of the feed's health in the order in which they were told, of one feed or of all. */
export function healthOf(hub: FakeHub, feed?: string): readonly (readonly [unknown, unknown])[] {
	return [...hub.events.values()].flatMap(({ event }) =>
		event.kind === 'feed' && event.op === 'upsert' && (feed === undefined || event.entity === `feed:${feed}:${feed}`)
			? [[event.payload['state'], event.payload['reason']] as const]
			: [],
	)
}
