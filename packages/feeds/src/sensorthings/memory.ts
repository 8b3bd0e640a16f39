import type { Instant } from '@lagebild/model/time.ts'

import type { FollowUp } from '../adapter.ts'
import type { JsonObject } from '../json.ts'
import type { Described } from './describe.ts'
import { keyOf } from './stream-id.ts'
import type { StreamId } from './stream-id.ts'

/** An observation of a datastream that nobody has described yet. */
export type Waiting = { readonly item: JsonObject; readonly received: Instant }

/** What one feed knows of its service. Losing it costs a question per datastream. */
export type Memory = {
	readonly described: Map<string, Described & { readonly asked: Instant }>
	readonly waiting: Map<string, readonly Waiting[]>
	/** Newest observation of each datastream that is polled, and when it was read. */
	readonly seen: Map<string, { readonly at: Instant; readonly received: Instant }>
	/** What was missed lately, by its address. */
	readonly gaps: Map<string, { readonly followUp: FollowUp; readonly since: Instant }>
}

const MOST_DESCRIBED = 20_000
const MOST_STREAMS_WAITING = 1_000
const MOST_WAITING = 20

export function emptyMemory(): Memory {
	return { described: new Map(), waiting: new Map(), seen: new Map(), gaps: new Map() }
}

export function remember({ described }: Memory, one: Described, at: Instant): void {
	const key = keyOf(one.id)
	described.delete(key)
	described.set(key, { ...one, asked: at })
	dropOldest(described, MOST_DESCRIBED)
}

/** Lets an observation wait. Returns those that have to give way: they are told, and not forgotten. */
export function wait({ waiting }: Memory, id: StreamId, one: Waiting): readonly Waiting[] {
	const key = keyOf(id)
	const all = [...(waiting.get(key) ?? []), one]
	waiting.set(key, all.slice(-MOST_WAITING))
	return [...all.slice(0, -MOST_WAITING), ...(dropOldest(waiting, MOST_STREAMS_WAITING) ?? [])]
}

export function takeWaiting({ waiting }: Memory, id: StreamId): readonly Waiting[] {
	const key = keyOf(id)
	const all = waiting.get(key) ?? []
	waiting.delete(key)
	return all
}

function dropOldest<V>(map: Map<string, V>, most: number): V | undefined {
	const oldest = map.size > most ? map.keys().next().value : undefined
	if (oldest === undefined) return undefined
	const value = map.get(oldest)
	map.delete(oldest)
	return value
}

/** Descriptions are asked for again after so long: units and places change seldom, and are not published everywhere. */
const REFRESH_MS = 6 * 3_600_000

/** Whether a description is due for another look; it counts as asked for then. */
export function isDue({ described }: Memory, id: StreamId, now: Instant): boolean {
	const known = described.get(keyOf(id))
	if (!known || now - known.asked < REFRESH_MS) return false
	described.set(keyOf(id), { ...known, asked: now })
	return true
}
