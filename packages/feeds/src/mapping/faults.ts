import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'

import type { FieldSource, Mapping } from './definition.ts'
import { expressionsOf } from './expressions.ts'
import { schemaOf } from './field.ts'
import { isMoving } from './statement.ts'
import { syntaxOf } from './syntax.ts'
import { isTimeZone } from './time.ts'
import { unitFault } from './units.ts'

export type MappingFault = { readonly path: readonly (string | number)[]; readonly message: string }

/** What a mapping cannot mean, although its shape is right. All of it at once, each with its place. */
export function mappingFaults(mapping: Mapping): readonly MappingFault[] {
	return [
		...expressionFaults(mapping),
		...Object.entries(mapping.fields).flatMap(([field, source]) => fieldFaults(mapping.kind, field, source)),
		...missingFields(mapping),
		...valueFaults(mapping),
		...ruleFaults(mapping),
	]
}

function expressionFaults(mapping: Mapping): readonly MappingFault[] {
	const all = [...expressionsOf(mapping), ...(mapping.items === undefined ? [] : [['items', mapping.items] as const])]
	return all.flatMap(([path, text]) => {
		const read = syntaxOf(text)
		return read.ok ? [] : [{ path: pathOf(mapping, path), message: read.fault }]
	})
}

/** A single place stands under `place` itself. */
function pathOf({ place }: Mapping, path: string): readonly string[] {
	const steps = path.split('.')
	return steps[0] === 'place' && !Array.isArray(place) ? ['place', ...steps.slice(2)] : steps
}

/** Fields of a sensor that its values say. */
const OF_VALUES: ReadonlySet<string> = new Set(['property', 'unit', 'everyMs'])

function fieldFaults(kind: Mapping['kind'], field: string, source: FieldSource): readonly MappingFault[] {
	const at = (message: string, ...more: readonly string[]): MappingFault => ({ path: ['fields', field, ...more], message })
	const schema = schemaOf(kind, field)
	if (!schema) return [at(`a ${kind} has no field "${field}"; it has ${Object.keys(KIND_TABLE[kind].payload.shape).join(', ')}`)]
	if (kind === 'sensor' && OF_VALUES.has(field)) return [at('is said by each of `values`')]
	if (typeof source === 'string') return []
	if ('value' in source) return schema.safeParse(source.value).success ? [] : [at('does not fit the field', 'value')]
	const words = Object.entries(source.words ?? {}).filter(([, word]) => !fits(schema, word))
	return [
		...words.map(([word]) => at('does not fit the field', 'words', word)),
		...(source.default === undefined || schema.safeParse(source.default).success ? [] : [at('does not fit the field', 'default')]),
		...unitFaults(source).map((message) => at(message, 'unit')),
	]
}

/** A word may be one entry of a list. */
function fits(schema: NonNullable<ReturnType<typeof schemaOf>>, word: unknown): boolean {
	return schema.safeParse(word).success || schema.safeParse([word]).success
}

function unitFaults({ unit, as }: { readonly unit?: string | undefined; readonly as?: string | undefined }): readonly string[] {
	if (unit === undefined && as === undefined) return []
	if (unit === undefined || as === undefined) return ['`unit` and `as` stand together: from which unit, and into which']
	const fault = unitFault(unit, as)
	return fault === undefined ? [] : [fault]
}

/** What the kind cannot do without; its name is the id when nothing else is said. */
function missingFields({ kind, fields }: Mapping): readonly MappingFault[] {
	if (kind === 'sensor') return []
	const { payload, title } = KIND_TABLE[kind]
	const needed = Object.keys(payload.shape).filter((field) => schemaOf(kind, field)?.safeParse(undefined).success === false)
	const missing = needed.filter((field) => field !== title && !Object.hasOwn(fields, field))
	return missing.map((field) => ({ path: ['fields', field], message: `a ${kind} needs it` }))
}

function valueFaults({ kind, values }: Mapping): readonly MappingFault[] {
	const names = values.map(({ property }) => property)
	return [
		...(kind === 'sensor' && values.length === 0
			? [{ path: ['values'], message: 'a sensor measures something: at least one of `values`' }]
			: []),
		...values.flatMap(({ property, unit, as }, i) => {
			const fault = as === undefined ? undefined : unitFault(unit, as)
			return [
				...(fault === undefined ? [] : [{ path: ['values', i, 'as'], message: fault }]),
				...(names.indexOf(property) < i ? [{ path: ['values', i, 'property'], message: `"${property}" is there twice` }] : []),
			]
		}),
	]
}

function ruleFaults(mapping: Mapping): readonly MappingFault[] {
	const { timeZone = 'UTC', within, speed, course } = mapping
	const [west, south, east, north] = within ?? [0, 0, 1, 1]
	const moves = speed !== undefined || course !== undefined
	return [
		...faultIf(!isTimeZone(timeZone), ['timeZone'], `"${timeZone}" is not an IANA time zone`),
		...faultIf(west >= east || south >= north, ['within'], 'must be west, south, east, north'),
		...faultIf(moves && !isMoving(mapping), [speed === undefined ? 'course' : 'speed'], 'is for units and tracks'),
		...endFaults(mapping),
	]
}

function endFaults({ end, times = {} }: Mapping): readonly MappingFault[] {
	const hasTime = [times.observed, times.occurred, times.sent].some((text) => text !== undefined)
	return faultIf(
		end?.afterMinutes !== undefined && !hasTime,
		['end', 'afterMinutes'],
		'needs a time from which it counts: `times.observed`',
	)
}

function faultIf(wrong: boolean, path: readonly string[], message: string): readonly MappingFault[] {
	return wrong ? [{ path, message }] : []
}
