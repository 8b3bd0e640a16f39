import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { numberOf } from '../json.ts'
import type { JsonValue } from '../json.ts'
import { clip, line } from '../text.ts'
import type { FieldSource, Mapping } from './definition.ts'
import { plainText } from './functions.ts'
import { isBlank } from './said.ts'
import type { Note, Said } from './said.ts'
import { readTime } from './time.ts'
import { converted } from './units.ts'

type Schema = { readonly safeParse: (value: unknown) => { readonly success: boolean } }

/** `value` absent: nobody said anything. `note`: something was said that could not be taken. */
export type FieldReading = { readonly value?: JsonValue; readonly note?: Note }

/** One field by its mapping: constant, words, default, unit; `path` is where it stands in the mapping. */
export function readField(source: FieldSource, path: string, said: Said): FieldReading {
	if (typeof source === 'string') return present(said.at(path))
	if ('value' in source) return { value: source.value }
	const value = said.at(path)
	if (isBlank(value)) return source.default === undefined ? {} : { value: source.default }
	if (source.words) return translated(value, source.words, path)
	if (source.unit !== undefined) return measured(value, source, path)
	return { value: source.html && typeof value === 'string' ? plainText(value) : value }
}

function present(value: JsonValue | undefined): FieldReading {
	return isBlank(value) ? {} : { value }
}

function translated(value: JsonValue, words: Readonly<Record<string, JsonValue>>, path: string): FieldReading {
	if (Array.isArray(value)) return { value: value.flatMap((item) => translated(item, words, path).value ?? []) }
	const word = typeof value === 'string' ? value.trim() : JSON.stringify(value)
	const found = Object.hasOwn(words, word) ? words[word] : words['*']
	if (found !== undefined) return { value: found }
	return { note: { path, reason: 'unknown-word', message: `"${clip(word, 60)}" is not one of the words of the mapping; left out` } }
}

function measured(
	value: JsonValue,
	{ unit, as }: { readonly unit?: string | undefined; readonly as?: string | undefined },
	path: string,
): FieldReading {
	const number = numberOf(value)
	if (number === undefined)
		return { note: { path, reason: 'not-a-number', message: `${clip(JSON.stringify(value), 60)} is no number; left out` } }
	return { value: unit === undefined || as === undefined ? number : converted(number, unit, as) }
}

type Clock = { readonly zone: string | undefined; readonly received: Instant }

/** A value in a form that the field takes: as it is, as text, number, time or list of one. Undefined when none fits. */
export function fitting(value: JsonValue, schema: Schema | undefined, clock: Clock): JsonValue | undefined {
	if (!schema) return undefined
	for (const candidate of candidatesOf(value, clock)) if (schema.safeParse(candidate).success) return candidate
	return undefined
}

function* candidatesOf(value: JsonValue, { zone, received }: Clock): Generator<JsonValue> {
	if (typeof value === 'string') yield* textForms(value)
	yield value
	if (typeof value === 'number' || typeof value === 'boolean') yield String(value)
	const time = readTime(value, zone, received)
	if (time) yield time.wire
	if (!Array.isArray(value)) yield [value]
	if (typeof value === 'string' && value.length > 300) yield clip(value, 20_000)
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) yield value.join('\n')
}

function* textForms(text: string): Generator<JsonValue> {
	if (text.length <= 20_000 && /\n/.test(text.trim())) yield text.trim()
	const short = line(text)
	if (short !== undefined && text.trim().length <= 300) yield short
	const number = numberOf(text)
	if (number !== undefined) yield number
	if (/^(?:true|false)$/i.test(text.trim())) yield text.trim().toLowerCase() === 'true'
	if (short !== undefined && text.length > 300) {
		if (text.length <= 20_000) yield text
		yield short
	}
}

export function schemaOf(kind: Mapping['kind'], field: string): Schema | undefined {
	const shape: { readonly [field: string]: Schema } = KIND_TABLE[kind].payload.shape
	return Object.hasOwn(shape, field) ? shape[field] : undefined
}

export type FieldsReading = { readonly payload: { [field: string]: JsonValue }; readonly notes: readonly Note[] }

/** Every field that the mapping declares and the item says. */
export function readFields({ kind, fields, timeZone }: Mapping, said: Said): FieldsReading {
	const payload: { [field: string]: JsonValue } = {}
	const notes: Note[] = []
	for (const [field, source] of Object.entries(fields)) {
		const path = `fields.${field}`
		const { value, note } = readField(source, path, said)
		if (note) notes.push(note)
		if (value === undefined) continue
		const fit = fitting(value, schemaOf(kind, field), { zone: timeZone, received: said.received })
		if (fit === undefined) notes.push(unfit(path, value))
		else payload[field] = fit
	}
	return { payload, notes }
}

function unfit(path: string, value: JsonValue): Note {
	return { path, reason: 'bad-field', message: `${clip(JSON.stringify(value), 80).toWellFormed()} does not fit the field; left out` }
}
