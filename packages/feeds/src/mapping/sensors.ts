import type { EntityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { numberOf } from '../json.ts'
import type { JsonValue } from '../json.ts'
import type { Observation } from '../measure.ts'
import { clip, line } from '../text.ts'
import type { ValueSource } from './definition.ts'
import { readField } from './field.ts'
import { isBlank } from './said.ts'
import type { Note } from './said.ts'
import type { ItemFacts } from './statement.ts'
import { readTime } from './time.ts'
import { converted } from './units.ts'

const SENSOR_VERSION = 2

export type SensorReading = {
	readonly statement: Unnamed
	readonly entity: EntityId
	readonly observation?: Observation
	readonly notes: readonly Note[]
}

/** Each declared series of an item: the sensor, and its value if there is one. */
export function readSensors(facts: ItemFacts): readonly SensorReading[] {
	return facts.mapping.values.flatMap((source, i) => {
		const path = `values.${i}`
		return source.optional && facts.said.at(`${path}.from`) === undefined ? [] : [readSensor(facts, source, path)]
	})
}

function readSensor(facts: ItemFacts, source: ValueSource, path: string): SensorReading {
	const entity = feedEntity('sensor', facts.reception.feed, `${facts.native}/${source.property}`)
	const { observation, note } = observationOf(facts, { source, path, entity })
	return {
		entity,
		statement: sensorStatement(facts, { source, path, entity }),
		...(observation && { observation }),
		notes: note ? [note] : [],
	}
}

type Which = { readonly source: ValueSource; readonly path: string; readonly entity: EntityId }

/** Without a time: the same sensor is said once, however many values it gives. */
function sensorStatement(facts: ItemFacts, { source, path, entity }: Which): Unnamed {
	const { mapping, native, payload, place, status } = facts
	const own = mapping.kind === 'sensor'
	return {
		kind: 'sensor',
		version: SENSOR_VERSION,
		entity,
		op: 'upsert',
		...(status && { status }),
		...(mapping.label && { label: { level: mapping.label } }),
		provenance: { externalId: clip(native, 1_000), mapping: facts.version },
		...(place && { geometry: place.geometry, geometrySource: place.source, ...accuracyOf(place) }),
		...(!own && facts.entity && { links: [{ rel: 'about' as const, to: facts.entity }] }),
		payload: {
			...(own && payload),
			name: nameOf(facts, source, path),
			property: source.property,
			unit: source.as ?? source.unit,
			...(source.everySeconds !== undefined && { everyMs: Math.round(source.everySeconds * 1_000) }),
		},
	}
}

function accuracyOf({ accuracyMetres }: { readonly accuracyMetres?: number }): { readonly accuracyMetres?: number } {
	return accuracyMetres === undefined ? {} : { accuracyMetres }
}

function nameOf({ said, payload, native, title }: ItemFacts, source: ValueSource, path: string): string {
	const stated = source.name === undefined ? undefined : line(textOf(readField(source.name, `${path}.name`, said).value))
	return stated ?? line(textOf(payload['name'] ?? payload[title])) ?? line(native) ?? 'sensor'
}

function textOf(value: JsonValue | undefined): string | undefined {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

type Observed = { readonly observation?: Observation; readonly note?: Note }

function observationOf(facts: ItemFacts, which: Which): Observed {
	const { source, path, entity } = which
	const value = facts.said.at(`${path}.from`)
	if (value === undefined) return {}
	const time = timeOf(facts, which)
	if (typeof time === 'object') return { note: time }
	const number = isBlank(value) ? null : numberOf(value)
	if (number === undefined)
		return { note: { path: `${path}.from`, reason: 'not-a-number', message: `${shown(value)} is no number; left out` } }
	const quality = line(textOf(facts.said.at(`${path}.quality`)), 60)
	return { observation: { entity, observed: time, value: valueIn(number, source), ...(quality !== undefined && { quality }) } }
}

/** A mapping that says where the time stands does without the value when no time is there: the time of receipt would make old values new. */
function timeOf({ said, moments, mapping, reception }: ItemFacts, { source, path }: Which): string | Note {
	const stated = said.at(`${path}.observed`)
	if (!isBlank(stated)) {
		const time = readTime(stated, mapping.timeZone, said.received)
		return time?.wire ?? { path: `${path}.observed`, reason: 'bad-time', message: `${shown(stated)} is no time; the value is left out` }
	}
	const declared = source.observed !== undefined || mapping.times?.observed !== undefined
	if (!moments.times.observed && declared) return { path, reason: 'no-time', message: 'the value has no time that can be read; left out' }
	return moments.times.observed?.wire ?? iso(reception.received)
}

/** `null`: the source says that it measured and has nothing. */
function valueIn(number: number | null, { missing = [], unit, as }: ValueSource): number | null {
	if (number === null || missing.includes(number)) return null
	return as === undefined ? number : converted(number, unit, as)
}

function shown(value: JsonValue): string {
	return clip(JSON.stringify(value), 60).toWellFormed()
}
