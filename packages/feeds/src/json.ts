import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Reject } from './adapter.ts'
import { withNature } from './nature.ts'
import { clip, rawBytes } from './text.ts'

const MAX_BYTES = 5_000_000
const MAX_DEPTH = 64

/** A JSON object that nobody has checked yet. */
export type JsonObject = { readonly [key: string]: unknown }

/** A JSON value as the event schema takes it in `ext` and `payload`. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The items of an array; nothing when the value is none. */
export function itemsOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : []
}

/** So large nothing is that anybody measures or counts; in another unit it might be more than a number can hold. */
const MAX_NUMBER = 1e15

/** Number from a number or from its text (`"338"`, `"+0,3"`), of at most 15 digits before the point. */
export function numberOf(value: unknown): number | undefined {
	if (typeof value === 'number') return Math.abs(value) <= MAX_NUMBER ? value : undefined
	if (typeof value !== 'string' || !/^\s*[+-]?\d{1,15}(?:[.,]\d{1,15})?\s*$/.test(value)) return undefined
	return Number(value.replace(',', '.'))
}

/**
 * Reads a JSON document in UTF-8, or in UTF-16 with a byte order mark, at most 5 MB and 64 levels deep, so that no later walk can
 * exhaust the stack. Half surrogate pairs become U+FFFD: they could not be passed on.
 */
export function readJson(bytes: Uint8Array): Result<unknown, Reject> {
	const refuse = (reason: string, message: string): Result<never, Reject> =>
		fail({ reason, message: withNature(message, bytes), raw: rawBytes(bytes) })
	if (bytes.length > MAX_BYTES) return refuse('too-large', `the document has ${bytes.length} bytes; the limit is ${MAX_BYTES}`)
	const text = decode(bytes)
	if (text === undefined) return refuse('bad-encoding', 'the document is not valid UTF-8')
	if (depthOf(text) > MAX_DEPTH) return refuse('too-deep', `the document nests deeper than ${MAX_DEPTH} levels`)
	try {
		const value: unknown = JSON.parse(text)
		return ok(SURROGATE.test(text) ? wellFormed(value) : value)
	} catch (error) {
		return refuse('not-json', error instanceof Error ? clip(error.message, 300).toWellFormed() : 'the document is not JSON')
	}
}

const SURROGATE = /\\u[dD][89a-fA-F]/

function decode(bytes: Uint8Array): string | undefined {
	const mark = `${bytes[0] ?? 0},${bytes[1] ?? 0}`
	const charset = mark === '255,254' ? 'utf-16le' : mark === '254,255' ? 'utf-16be' : 'utf-8'
	try {
		return new TextDecoder(charset, { fatal: true }).decode(bytes)
	} catch {
		return undefined
	}
}

/** Deepest nesting of brackets outside strings; says nothing about whether the text is JSON. */
function depthOf(text: string): number {
	let depth = 0
	let deepest = 0
	let quoted = false
	for (let i = 0; i < text.length; i += 1) {
		const code = text.charCodeAt(i)
		if (quoted && code === BACKSLASH) i += 1
		else if (code === QUOTE) quoted = !quoted
		else if (!quoted) depth += STEP.get(code) ?? 0
		if (depth > deepest) deepest = depth
	}
	return deepest
}

const QUOTE = 34
const BACKSLASH = 92
const STEP: ReadonlyMap<number, number> = new Map([
	[91, 1],
	[123, 1],
	[93, -1],
	[125, -1],
])

function wellFormed(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed()
	if (Array.isArray(value)) return value.map(wellFormed)
	if (!isObject(value)) return value
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]))
}
