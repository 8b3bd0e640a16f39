import type * as z from 'zod'

/**
 * The same schema, quicker where `holds` says that a value is right as it stands: then it is let through as it is. In doubt, and for every
 * refusal, the schema itself decides. To be called last: what zod derives from the result afterwards is the slow one again.
 */
export function quick<Schema extends z.ZodType>(schema: Schema, holds: (value: unknown) => boolean): Schema {
	const { _zod: inner } = schema
	const decided = inner.run.bind(inner)
	inner.run = (payload, context) => (holds(payload.value) ? payload : decided(payload, context))
	return schema
}

/** Deeper values are left to the schema. */
const MAX_DEPTH = 64

/** Is it what `JSON.parse` gives, with numbers that are finite and no key `__proto__`? */
export function isJson(value: unknown, depth = 0): boolean {
	switch (typeof value) {
		case 'string':
		case 'boolean':
			return true
		case 'number':
			return Number.isFinite(value)
		case 'object':
			return value === null || (depth < MAX_DEPTH && (Array.isArray(value) ? isList(value, depth + 1) : isPlain(value, depth + 1)))
		default:
			return false
	}
}

/** Goes through holes too. */
function isList(list: readonly unknown[], depth: number): boolean {
	for (const item of list) if (!isJson(item, depth)) return false
	return true
}

function isPlain(value: object, depth: number): boolean {
	if (!isRecord(value)) return false
	for (const key of Object.keys(value)) if (key === '__proto__' || !isJson(value[key], depth)) return false
	return true
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
	return Object.getPrototypeOf(value) === Object.prototype && Object.getOwnPropertySymbols(value).length === 0
}
