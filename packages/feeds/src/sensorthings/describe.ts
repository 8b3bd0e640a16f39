import type { Submission } from '@lagebild/model/event.ts'

import type { Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { unitFault } from '../mapping/units.ts'
import { checked } from '../parsed.ts'
import { line, rawOf } from '../text.ts'
import type { SensorThingsOptions } from './options.ts'
import { findPlace } from './place.ts'
import type { FoundPlace } from './place.ts'
import { propertyOf } from './properties.ts'
import type { Meaning } from './reading.ts'
import { ruleFor } from './rules.ts'
import type { RuleFound } from './rules.ts'
import type { FoundStream } from './shape.ts'
import { keyOf, nameOf, streamId } from './stream-id.ts'
import type { StreamId } from './stream-id.ts'
import { unitOf } from './units.ts'
import type { Unit } from './units.ts'

/** What is known of a datastream: one meaning, or of a MultiDatastream one for each part of its results. */
export type Described = { readonly id: StreamId; readonly meanings: readonly Meaning[] }

export type Description = { readonly described: Described; readonly events: readonly Submission[]; readonly rejects: readonly Reject[] }

type Context = { readonly reception: Reception; readonly options: SensorThingsOptions; readonly newest?: JsonObject }

/** One series of a datastream. */
type Series = {
	readonly id: StreamId
	/** Of a MultiDatastream: which part of its results. */
	readonly part?: number
	readonly item: JsonObject
	readonly thing?: JsonObject
	readonly property: JsonObject
	readonly unit: JsonObject
	readonly sort: string
	readonly found: FoundPlace
}

/** @param newest the observation that came with it, whose feature of interest may say where it is */
export function describe({ id, item, thing }: FoundStream, context: Context): Description {
	const found = findPlace(
		{ stream: item, ...(thing && { thing }), ...(context.newest && { observation: context.newest }) },
		context.options.within,
	)
	const shared = { id, item, found, ...(thing && { thing }) }
	const series = id.multi ? partsOf(shared) : [{ ...shared, property: objectIn(item, 'ObservedProperty'), ...unitAndSort(item) }]
	const parts = series.map((one) => describeSeries(one, context))
	return {
		described: { id, meanings: parts.map(({ meaning }) => meaning) },
		events: parts.flatMap(({ events }) => events),
		rejects: [...found.rejects, ...parts.flatMap(({ rejects }) => rejects)],
	}
}

/** A datastream of which nothing is known but its name, and nobody who could be asked. */
export function unnamedStream(id: StreamId): FoundStream {
	return { id, item: { name: nameOf(id) } }
}

function objectIn(item: JsonObject, name: string): JsonObject {
	const value = item[name]
	return isObject(value) ? value : {}
}

function unitAndSort(item: JsonObject): Pick<Series, 'unit' | 'sort'> {
	return { unit: objectIn(item, 'unitOfMeasurement'), sort: line(item['observationType']) ?? '' }
}

const MAX_PARTS = 50

function partsOf(shared: Omit<Series, 'property' | 'unit' | 'sort' | 'part'>): readonly Series[] {
	const { item } = shared
	const units = itemsOf(item['unitOfMeasurements'])
	const properties = itemsOf(item['ObservedProperties'])
	const sorts = itemsOf(item['multiObservationDataTypes'])
	const count = Math.min(MAX_PARTS, Math.max(units.length, properties.length, sorts.length))
	return Array.from({ length: count }, (_, part): Series => {
		const [unit, property] = [units[part], properties[part]]
		return {
			...shared,
			part,
			unit: isObject(unit) ? unit : {},
			property: isObject(property) ? property : {},
			sort: line(sorts[part]) ?? '',
		}
	})
}

type Part = { readonly meaning: Meaning; readonly events: readonly Submission[]; readonly rejects: readonly Reject[] }

function describeSeries(series: Series, context: Context): Part {
	const found = ruleFor(series, context.options.streams)
	if (found.rule?.skip) return { meaning: { type: 'none' }, events: [], rejects: [] }
	if (found.rule?.gate) return { meaning: gateOf(series, found, context), events: [], rejects: [] }
	return sensorOf(series, found, context)
}

const SENSOR_VERSION = 2

function sensorOf(series: Series, found: RuleFound, { reception, options }: Context): Part {
	const facts = factsOf(series, found)
	const statement: Unnamed = {
		kind: 'sensor',
		version: SENSOR_VERSION,
		entity: feedEntity('sensor', reception.feed, nativeOf(series)),
		op: 'upsert',
		...(options.label && { label: { level: options.label } }),
		provenance: { externalId: nameOf(series.id), ...addressOf(series.item) },
		...series.found.place,
		ext: { sensorthings: originalOf(series) },
		payload: payloadOf(series, facts, everyMsOf(series, found, options)),
	}
	const said = checked(reception.feed, statement, series.item)
	if ('reject' in said) return { meaning: { type: 'none' }, events: [], rejects: [said.reject] }
	const meaning = meaningOf(series, facts, said.event)
	return { meaning, events: [said.event], rejects: meaning.type === 'none' ? [unreadable(series)] : [] }
}

type Facts = {
	readonly property: string
	readonly measured: Unit
	readonly as: string
	readonly rule: RuleFound['rule']
}

function factsOf(series: Series, { rule }: RuleFound): Facts {
	const property = rule?.property ?? shortOf(series)
	const measured = unitOf(rule?.unit ?? unitIn(series))
	return { property, measured, as: shownIn(rule?.as, property, measured.unit), rule }
}

function shortOf({ item, property }: Series): string {
	const names = [line(property['name']), line(property['definition']), line(item['name'])]
	return propertyOf(names) ?? line(property['name'], 60) ?? line(item['name'], 60) ?? 'unknown'
}

function unitIn({ unit }: Series): string {
	return line(unit['symbol'], 60) ?? line(unit['name'], 60) ?? '--'
}

/** A water level is shown in centimetres, because its zero is added to centimetres. */
function shownIn(wanted: string | undefined, property: string, measured: string): string {
	const as = wanted ?? (property === 'W' ? 'cm' : measured)
	return unitFault(measured, as) === undefined ? as : measured
}

function payloadOf(series: Series, facts: Facts, everyMs: number | undefined): { [field: string]: JsonValue } {
	const { item, thing } = series
	const own = line(item['name']) ?? nameOf(series.id)
	return {
		name: calledBy(line(thing?.['name']), own, facts.property),
		long: own,
		property: facts.property,
		unit: facts.as,
		zeros: zerosOf(facts),
		remark: line(item['description']) ?? null,
		...stationOf(thing),
		...(everyMs !== undefined && { everyMs }),
	}
}

function calledBy(place: string | undefined, own: string, property: string): string {
	if (place === undefined) return own
	return property === 'W' ? place : (line(`${place} ${property}`) ?? place)
}

function stationOf(thing: JsonObject | undefined): { readonly station?: string } {
	const id = streamId(thing?.['@iot.id'], false)
	const station = line(id?.native)
	return station === undefined ? {} : { station }
}

const EVER = '1900-01-01'

/** `null`: adding no zero gives a height, so none is shown. */
function zerosOf({ rule, measured, as }: Facts): { [day: string]: { metres: number; datum: string } } | null {
	const zero = rule?.zero ?? (measured.aboveNhn ? { metres: 0, datum: 'NHN', from: EVER } : undefined)
	return zero && as === 'cm' ? { [zero.from]: { metres: zero.metres, datum: zero.datum } } : null
}

/** Codes and words are no measurements: a traffic light that shows 3 is not three times one that shows 1. */
function meaningOf(series: Series, { measured, as, rule }: Facts, { entity }: Submission): Meaning {
	const category = /OM_(?:Category)?Observation$/.test(series.sort)
	if (category && rule === undefined) return { type: 'none' }
	const truth = series.sort.endsWith('OM_TruthObservation') ? { true: 1, false: 0 } : {}
	return { type: 'number', entity, unit: measured.unit, as, missing: rule?.missing ?? [], words: { ...truth, ...rule?.values } }
}

function unreadable({ item }: Series): Reject {
	const steady = Object.fromEntries(Object.entries(item).filter(([name]) => !VOLATILE.has(name)))
	return {
		reason: 'no-measurement',
		message:
			'the results are categories and not numbers: a rule in "streams" says what they mean; until then the sensor is listed without values',
		path: 'observationType',
		raw: rawOf(steady),
	}
}

/** What changes with each observation: an integrator needs to be told of a datastream once. */
const VOLATILE: ReadonlySet<string> = new Set(['Observations', 'Observations@iot.nextLink', 'phenomenonTime', 'resultTime', 'observedArea'])

function gateOf(series: Series, found: RuleFound, context: Context): Meaning {
	const everyMs = everyMsOf(series, found, context.options)
	const rhythm = everyMs === undefined ? {} : { everyMs }
	const provenance = { externalId: nameOf(series.id), ...addressOf(series.item) }
	const words = found.rule?.gate?.values ?? {}
	const known = found.rule?.gate?.entity
	if (known) return { type: 'gate', words, statement: { kind: 'facility', entity: known, op: 'patch', provenance, payload: rhythm } }
	const { label } = context.options
	const statement: Unnamed = {
		kind: 'facility',
		entity: feedEntity('facility', context.reception.feed, nativeOf(series)),
		op: 'upsert',
		...(label && { label: { level: label } }),
		provenance,
		...series.found.place,
		payload: { name: gateNameOf(series), type: 'gate', ...rhythm },
	}
	return { type: 'gate', words, statement }
}

function gateNameOf({ thing, item, id }: Series): string {
	return line(thing?.['name']) ?? line(item['name']) ?? nameOf(id)
}

function nativeOf({ id, part }: Series): string {
	return part === undefined ? keyOf(id) : `${keyOf(id)}.${part}`
}

function addressOf(item: JsonObject): { readonly url?: string } {
	const link = item['@iot.selfLink']
	return typeof link === 'string' && link.length <= 2_000 && /^https?:\/\/\S+$/.test(link) ? { url: link } : {}
}

/** Kept for people who look the source up; nothing that changes with each observation. */
function originalOf({ item, property, unit, sort }: Series): JsonValue {
	return {
		name: textOrNull(item['name']),
		observationType: sort,
		unitOfMeasurement: {
			name: textOrNull(unit['name']),
			symbol: textOrNull(unit['symbol']),
			definition: textOrNull(unit['definition']),
		},
		observedProperty: { name: textOrNull(property['name']), definition: textOrNull(property['definition']) },
	}
}

function textOrNull(value: unknown): JsonValue {
	return line(value, 1_000) ?? null
}

/** As a rule says, as the service says of an aggregate (`properties.aggregateDuration`: `PT15M`), or as is usual for all. */
function everyMsOf({ item }: Series, { rule }: RuleFound, options: SensorThingsOptions): number | undefined {
	const stated = rule?.everySeconds === undefined ? durationMs(objectIn(item, 'properties')['aggregateDuration']) : undefined
	const seconds = rule?.everySeconds ?? options.everySeconds
	return stated ?? (seconds === undefined ? undefined : Math.round(seconds * 1_000))
}

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?$/
const PARTS_MS = [86_400_000, 3_600_000, 60_000, 1_000] as const

function durationMs(text: unknown): number | undefined {
	const [whole, ...parts] = typeof text === 'string' ? (DURATION.exec(text) ?? []) : []
	const ms = PARTS_MS.reduce((sum, one, i) => sum + one * Number(parts[i] ?? 0), 0)
	return whole !== undefined && ms > 0 ? ms : undefined
}
