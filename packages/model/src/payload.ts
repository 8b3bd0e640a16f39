import * as z from 'zod'

import { keyed } from './kinds/keyed.ts'
import { KINDS } from './kinds/names.ts'
import type { EntityKind } from './kinds/names.ts'
import { policyOf } from './kinds/policy.ts'
import { KIND_TABLE } from './kinds/table.ts'

/** Payloads of one version of a kind, as they may be posted. */
export type PayloadSchemas = { readonly upsert: z.ZodObject; readonly patch: z.ZodObject }

/** By kind, at index i of version i + 1. */
const SCHEMAS: ReadonlyMap<EntityKind, readonly PayloadSchemas[]> = new Map(
	KINDS.map((kind) => {
		const { upgrades = [], payload } = KIND_TABLE[kind]
		return [kind, [...upgrades.map((upgrade) => upgrade.payload), payload].map((upsert) => ({ upsert, patch: patchOf(kind, upsert) }))]
	}),
)

/** Undefined for a version that this build does not know. */
export function payloadSchemas(kind: EntityKind, version: number): PayloadSchemas | undefined {
	return SCHEMAS.get(kind)?.[version - 1]
}

/**
 * A patch may state any subset, `null` for "known to be empty" of a field that an upsert may leave out, and `null` for a key of a keyed
 * field to take it away.
 */
function patchOf(kind: EntityKind, payload: z.ZodObject): z.ZodObject {
	const fields: Readonly<Record<string, z.core.$ZodType>> = payload.shape
	const shape: Record<string, z.ZodType> = {}
	for (const [field, type] of Object.entries(fields)) {
		const inner = unwrapped(type)
		const value = policyOf(kind, field) === 'keyed' && inner instanceof z.ZodRecord ? removable(inner) : inner
		shape[field] = described(isOptional(type) ? z.nullish(value) : z.optional(value), type)
	}
	return z.strictObject(shape)
}

/** A field of a payload without "may be absent" and "may be null". */
function unwrapped(type: z.core.$ZodType): z.core.$ZodType {
	return type instanceof z.ZodOptional || type instanceof z.ZodNullable ? unwrapped(type.unwrap()) : type
}

function isOptional(type: z.core.$ZodType): boolean {
	return type instanceof z.ZodOptional || type instanceof z.ZodNullable
}

function removable({ keyType, valueType }: z.ZodRecord): z.ZodType {
	return keyType instanceof z.ZodEnum ? z.partialRecord(keyType, z.nullable(valueType)) : keyed(z.nullable(valueType), keyType)
}

function described(type: z.ZodType, as: z.core.$ZodType): z.ZodType {
	const text = z.globalRegistry.get(as)?.description
	return text === undefined ? type : type.describe(text)
}
