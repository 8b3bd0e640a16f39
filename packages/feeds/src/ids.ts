import type { Submission } from '@lagebild/model/event.ts'
import { entityId, EventId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import { sha256 } from '#sha256'

import { isObject } from './json.ts'
import type { JsonObject } from './json.ts'

/**
 * Deterministic event id: UUIDv8 over SHA-256(feed, native key, version or content hash). Two ingests polling the same feed,
 * a crash or a restart say the same thing under the same id, and the hub stores it once.
 */
export function feedEventId(feed: string, native: string, version: string): EventId {
	const hex = sha256(`${feed.length}:${feed}${native.length}:${native}${version.length}:${version}`)
	const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
	return EventId.parse(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`)
}

/** A submission without its id; distributes over the operations, which a plain `Omit` would not. */
export type Unnamed = Submission extends infer S ? (S extends Submission ? Omit<S, 'id'> : never) : never

/** Gives a statement the id that follows from its whole content: the same id never stands for two bodies. */
export function named(feed: string, statement: Unnamed): Submission {
	return { ...statement, id: feedEventId(feed, statement.entity, contentHash(statement)) }
}

/** SHA-256 of a JSON value; the order of keys does not matter. */
export function contentHash(value: unknown): string {
	return sha256(stable(value))
}

/** JSON with sorted keys. Values deeper than the readers' limit cannot come here. */
function stable(value: unknown): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
	if (Array.isArray(value)) return isWithoutKeys(value) ? JSON.stringify(value) : `[${value.map(stable).join(',')}]`
	return isObject(value) ? stableObject(value) : (JSON.stringify(value) ?? 'null')
}

function stableObject(value: JsonObject): string {
	let text = '{'
	for (const key of Object.keys(value).toSorted()) {
		const item = value[key]
		if (item !== undefined) text += `${text === '{' ? '' : ','}${quoted(key)}:${stable(item)}`
	}
	return `${text}}`
}

const QUOTED = new Map<string, string>()
const MOST_QUOTED = 2_000

/** Keys are few and come again and again. */
function quoted(key: string): string {
	const known = QUOTED.get(key)
	if (known !== undefined) return known
	const text = JSON.stringify(key)
	if (QUOTED.size < MOST_QUOTED) QUOTED.set(key, text)
	return text
}

/** Outlines are long, and there is nothing to sort in them. */
function isWithoutKeys(values: readonly unknown[]): boolean {
	for (const value of values)
		if (typeof value === 'object' && value !== null && !(Array.isArray(value) && isWithoutKeys(value))) return false
	return true
}

const FIT = /^[^\s\p{C}]{1,256}$/u

/** The entity of a native key. A key that cannot stand in an id is replaced by its hash, never cut: two cut keys could be equal. */
export function feedEntity(kind: EntityKind, feed: string, native: string): EntityId {
	return entityId(kind, feed, FIT.test(native) ? native : `sha256-${sha256(native)}`)
}
