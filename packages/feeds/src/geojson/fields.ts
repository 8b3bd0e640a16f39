import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'

import { isObject } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { clip, line } from '../text.ts'
import type { GeojsonOptions } from './options.ts'

export type Fields = { readonly payload: { [field: string]: JsonValue }; readonly bad: readonly string[] }

/** What a field is when neither the source nor the configuration says it and a kind cannot do without. */
const ASSUMED: ReadonlyMap<GeojsonOptions['kind'], { readonly [field: string]: JsonValue }> = new Map([
	['area', { role: 'sketch' }],
	['facility', { type: 'other' }],
	['incident', { category: 'other' }],
])

/** Properties that usually hold a thing's name, tried in this order when the configuration names none. */
const NAMES = ['name', 'title', 'label', 'bezeichnung', 'Name', 'NAME', 'titel', 'headline']

/**
 * The payload from the properties. A value that the field does not take is tried as number and as text, then as `unknown` where the
 * field has that word; after that the field is left out and named in `bad`.
 */
export function fieldsOf(properties: JsonObject, native: string, options: GeojsonOptions): Fields {
	const payload: { [field: string]: JsonValue } = { ...ASSUMED.get(options.kind), ...options.fixed }
	const bad: string[] = []
	for (const [field, property] of Object.entries(options.fields)) {
		const value = translated(propertyOf(properties, property), options.values[field])
		if (value === undefined || value === null || value === '') continue
		const fitting = fittingValue(options.kind, field, value)
		if (fitting === undefined) bad.push(field)
		else payload[field] = fitting
	}
	const title = KIND_TABLE[options.kind].title
	payload[title] ??= NAMES.flatMap((name) => line(properties[name]) ?? [])[0] ?? clip(native, 300)
	return { payload, bad }
}

/** A property by its name, or through objects by a dotted path. */
export function propertyOf(properties: JsonObject, path: string): unknown {
	if (Object.hasOwn(properties, path)) return properties[path]
	let value: unknown = properties
	for (const step of path.split('.')) {
		if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
		value = value[step]
	}
	return value
}

function translated(value: unknown, words: { readonly [from: string]: unknown } | undefined): unknown {
	if (!words || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) return value
	const key = String(value).trim()
	return Object.hasOwn(words, key) ? words[key] : value
}

function fittingValue(kind: GeojsonOptions['kind'], field: string, value: unknown): JsonValue | undefined {
	const shape: { readonly [field: string]: { safeParse: (value: unknown) => { success: boolean } } } = KIND_TABLE[kind].payload.shape
	const schema = shape[field]
	const candidates: JsonValue[] = [...scalar(value), ...(isJson(value) ? [value] : []), 'unknown']
	return candidates.find((candidate) => schema?.safeParse(candidate).success)
}

function scalar(value: unknown): JsonValue[] {
	if (typeof value === 'number') return [value, String(value)]
	if (typeof value === 'boolean') return [value, String(value)]
	if (typeof value !== 'string') return []
	const text = line(value) ?? ''
	const long = value.length > 300 ? [clip(value, 20_000)] : []
	const number = /^[+-]?\d{1,15}(?:[.,]\d{1,9})?$/.test(text) ? [Number(text.replace(',', '.'))] : []
	return [...long, text, ...number]
}

function isJson(value: unknown): value is JsonValue {
	return isObject(value) || Array.isArray(value)
}

const MAX_EXT = 16_000

/** The source's own properties beside the payload; without objects and long texts when they would be too much. */
export function extOf(properties: JsonObject): { geojson: JsonValue } | undefined {
	const entries = Object.entries(properties).filter(([key]) => key !== '__proto__')
	const all = Object.fromEntries(entries)
	if (entries.length === 0) return undefined
	if (isJson(all) && JSON.stringify(all).length <= MAX_EXT) return { geojson: all }
	const small = entries.slice(0, 100).flatMap(([key, value]): [string, JsonValue][] => scalarEntry(clip(key, 100), value))
	return { geojson: Object.fromEntries(small) }
}

function scalarEntry(key: string, value: unknown): [string, JsonValue][] {
	if (typeof value === 'string') return value.length <= 100 ? [[key, value]] : []
	return typeof value === 'number' || typeof value === 'boolean' ? [[key, value]] : []
}
