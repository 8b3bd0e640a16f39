import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Fieldset } from '@lagebild/model/kinds/kind.ts'
import type { Instant } from '@lagebild/model/time.ts'

/**
 * Readers of a snapshot's parts. They throw: a snapshot is a cache that we wrote ourselves, and one of a wrong shape is dropped whole.
 */
export function list(value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw misshapen('a list', value)
	return value
}

export function part(value: unknown, key: string): unknown {
	if (!isMap(value)) throw misshapen('an object', value)
	return value[key]
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null
}

/** A payload was checked at admission; of a snapshot it is asked whether it is one at all. */
export function fieldset(value: unknown): Fieldset {
	if (!isFieldset(value)) throw misshapen('an object', value)
	return value
}

function isFieldset(value: unknown): value is Fieldset {
	return isMap(value) && !Array.isArray(value)
}

export function text(value: unknown): string {
	if (typeof value !== 'string') throw misshapen('a text', value)
	return value
}

export function finite(value: unknown): number {
	if (typeof value !== 'number' || !Number.isFinite(value)) throw misshapen('a number', value)
	return value
}

export function finiteOrNull(value: unknown): number | null {
	return value === null ? null : finite(value)
}

export function textOrNull(value: unknown): string | null {
	return value === null ? null : text(value)
}

export function count(value: unknown): number {
	if (!isCount(value)) throw misshapen('a whole number', value)
	return value
}

export function time(value: unknown): Instant {
	if (!isTime(value)) throw misshapen('an instant', value)
	return value
}

export function place(value: unknown): Seq {
	if (!isPlace(value)) throw misshapen('a seq', value)
	return value
}

export function entityName(value: unknown): EntityId {
	if (!isName(value)) throw misshapen('an entity id', value)
	return value
}

/** Item `index` of a table that the snapshot brings along. */
export function item<T>(table: readonly T[], index: unknown): T {
	const found = table[count(index)]
	if (found === undefined) throw misshapen('a place in a table', index)
	return found
}

export function misshapen(wanted: string, value: unknown): Error {
	return new Error(`a snapshot of another shape: ${wanted} is wanted where ${typeof value} is`)
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && typeof value === 'number' && value >= 0
}

function isTime(value: unknown): value is Instant {
	return isCount(value)
}

function isPlace(value: unknown): value is Seq {
	return isCount(value)
}

function isName(value: unknown): value is EntityId {
	return typeof value === 'string' && value.includes(':', value.indexOf(':') + 1)
}
