import * as z from 'zod'

import { KINDS } from './kinds/names.ts'
import type { EntityKind } from './kinds/names.ts'

/** `kind:source:native`; never derived from anything but what the creator itself states. */
export type EntityId = z.infer<typeof EntityId>
/** UUID; version 7 when a person or device says it, version 8 (SHA-256 of what is known) when a feed does. The idempotency key. */
export type EventId = z.infer<typeof EventId>
/** Name of an operation in addresses: lower case, digits and hyphens. */
export type OperationId = z.infer<typeof OperationId>
/** Name under which a credential speaks; the middle part of the ids it creates. */
export type SourceName = z.infer<typeof SourceName>
/** Place in one operation's journal: gapless from 1. 0 is "before the first entry". */
export type Seq = z.infer<typeof Seq>

const KIND_PATTERN = KINDS.join('|')
const NATIVE_PATTERN = '[^\\s\\p{C}]{1,256}'
const SOURCE_PATTERN = '[a-z0-9][a-z0-9._-]{0,63}'

const SOURCE_SHAPE = 'must be 1 to 64 of a-z, 0-9, ".", "_" and "-", beginning with a letter or digit'
export const SourceName = z
	.string(SOURCE_SHAPE)
	.regex(new RegExp(`^${SOURCE_PATTERN}$`, 'u'), SOURCE_SHAPE)
	.brand<'SourceName'>()
const OPERATION = /^[a-z0-9][a-z0-9-]{0,62}$/
export const OperationId = z
	.string()
	.regex(OPERATION, 'must be 1 to 63 of a-z, 0-9 and "-", beginning with a letter or digit')
	.brand<'OperationId'>()
export const EventId = z
	.string()
	.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a lower-case UUID')
	.brand<'EventId'>()
const ENTITY = new RegExp(`^(?:${KIND_PATTERN}):${SOURCE_PATTERN}:${NATIVE_PATTERN}$`, 'u')
export const EntityId = z.string().regex(ENTITY, 'must be kind:source:native').brand<'EntityId'>()
export const Seq = z.int().min(0).brand<'Seq'>()

export function seq(value: number): Seq {
	if (isSeq(value)) return value
	throw new RangeError(`not a sequence number: ${value}`)
}

function isSeq(value: number): value is Seq {
	return Number.isSafeInteger(value) && value >= 0
}

/** As the schema of the same name, for pages, which hold no schemas. */
export function isEntityId(value: unknown): value is EntityId {
	return typeof value === 'string' && ENTITY.test(value)
}

const ANY_ENTITY = new RegExp(`^[a-z][a-z-]{0,31}:${SOURCE_PATTERN}:${NATIVE_PATTERN}$`, 'u')

/** An id by its shape, also of a kind that only a newer version knows: for what a page is shown and never says itself. */
export function isEntityIdOfAnyKind(value: unknown): value is EntityId {
	return typeof value === 'string' && ANY_ENTITY.test(value)
}

/** As the schema of the same name, for pages, which hold no schemas. */
export function isOperationId(value: unknown): value is OperationId {
	return typeof value === 'string' && OPERATION.test(value)
}

export type EntityIdParts = { readonly kind: EntityKind; readonly source: string; readonly native: string }

/** Kinds by name, so that no entity holds a text of its own. */
const KIND_NAMES: ReadonlyMap<string, EntityKind> = new Map(KINDS.map((kind) => [kind, kind]))

/** Splits an id at its first two colons; a native part may hold more of them (`urn:oid:…`). */
export function partsOf(id: EntityId): EntityIdParts {
	const first = id.indexOf(':')
	const second = id.indexOf(':', first + 1)
	const kind = KIND_NAMES.get(id.slice(0, first))
	if (kind === undefined) throw new Error(`not an entity id: ${id}`)
	return { kind, source: id.slice(first + 1, second), native: id.slice(second + 1) }
}

/** As `partsOf` has it, and for kinds of a newer version as well. */
export function sourceOf(id: EntityId): string {
	return id.split(':', 2)[1] ?? ''
}

/** As `partsOf` has it, and for kinds of a newer version as well. */
export function nativeOf(id: EntityId): string {
	return id.split(':').slice(2).join(':')
}

/**
 * Joins an id. White space and control characters of a native key become `_`, and a key over 256 characters (code points) is cut:
 * feeds with such keys must hash them first.
 */
export function entityId(kind: EntityKind, source: string, native: string): EntityId {
	const characters = Array.from(native.slice(0, 2 * 257).replaceAll(/[\s\p{C}]/gu, '_')).slice(0, 256)
	const id = `${kind}:${source}:${characters.join('')}`
	if (isEntityId(id)) return id
	throw new RangeError(`not an entity id: ${id}`)
}
