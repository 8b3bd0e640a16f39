import type { Reject } from '../adapter.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { line, rawOf } from '../text.ts'
import { streamId, streamInPath } from './stream-id.ts'
import type { StreamId } from './stream-id.ts'

export type FoundStream = { readonly id: StreamId; readonly item: JsonObject; readonly thing?: JsonObject }

/** `stream` is absent where neither the observation nor what it came with says whose it is. */
export type FoundObservation = { readonly item: JsonObject; readonly stream?: StreamId }

/** Where an answer goes on. `page`: the same list. `streams`: the datastreams of a Thing. */
export type Onward = { readonly type: 'page' | 'streams'; readonly link: unknown; readonly thing?: JsonObject }

export type Found = {
	readonly streams: readonly FoundStream[]
	readonly observations: readonly FoundObservation[]
	/** Things that came without their datastreams, as they stand in an address. */
	readonly bare: readonly { readonly literal: string; readonly thing: JsonObject }[]
	readonly onward: readonly Onward[]
	readonly rejects: readonly Reject[]
}

/** What the document does not say itself and its address, topic or predecessor does. */
export type Around = { readonly stream?: StreamId; readonly thing?: JsonObject }

const NOTHING: Found = { streams: [], observations: [], bare: [], onward: [], rejects: [] }

function joined(parts: readonly Found[]): Found {
	return {
		streams: parts.flatMap(({ streams }) => streams),
		observations: parts.flatMap(({ observations }) => observations),
		bare: parts.flatMap(({ bare }) => bare),
		onward: parts.flatMap(({ onward }) => onward),
		rejects: parts.flatMap(({ rejects }) => rejects),
	}
}

/** Everything in a document that speaks of datastreams: a list, a page of one, or a single entity. */
export function findIn(value: unknown, around: Around): Found {
	if (Array.isArray(value)) return joined(itemsOf(value).map((item) => entity(item, around)))
	if (!isObject(value)) return refused('not-sensorthings', 'the document is no entity and no list of entities', value)
	if (!Array.isArray(value['value'])) return entity(value, around)
	const stream = around.stream ?? linked(value['@iot.nextLink'])
	const page: readonly Onward[] =
		value['@iot.nextLink'] === undefined
			? []
			: [{ type: 'page', link: value['@iot.nextLink'], ...(around.thing && { thing: around.thing }) }]
	return joined([
		...itemsOf(value['value']).map((item) => entity(item, { ...around, ...(stream && { stream }) })),
		{ ...NOTHING, onward: page },
	])
}

function refused(reason: string, message: string, item: unknown): Found {
	return { ...NOTHING, rejects: [{ reason, message, raw: rawOf(item) }] }
}

function entity(item: unknown, around: Around): Found {
	if (!isObject(item)) return refused('not-an-entity', 'an entity is an object', item)
	if (Array.isArray(item['dataArray'])) return dataArray(item, around)
	if (isStream(item)) return streamIn(item, around)
	if (isObservation(item)) return observationIn(item, around)
	if (isThing(item)) return thingIn(item)
	return 'location' in item ? thingsAt(item) : stranger(item)
}

/** `Locations?$expand=Things(…)`: the other way round. */
function thingsAt({ Things: things, ...location }: JsonObject): Found {
	return joined(itemsOf(things).map((thing) => (isObject(thing) ? thingIn({ ...thing, Locations: [location] }) : stranger(location))))
}

/** Services say no as `{code, type, message}`, sometimes under HTTP 200. */
function stranger(item: JsonObject): Found {
	const said = line(item['message'])
	if (said !== undefined && !('@iot.id' in item)) return refused('upstream-error', said, item)
	return refused('not-a-stream', 'this is no Thing, Datastream, MultiDatastream or Observation', item)
}

const OF_STREAMS = ['unitOfMeasurement', 'unitOfMeasurements', 'observationType', 'multiObservationDataTypes', 'observedArea']

function isStream(item: JsonObject): boolean {
	return OF_STREAMS.some((name) => name in item)
}

function isObservation(item: JsonObject): boolean {
	return 'result' in item || 'phenomenonTime' in item
}

const OF_THINGS = [
	'Datastreams',
	'MultiDatastreams',
	'Locations',
	'Datastreams@iot.navigationLink',
	'HistoricalLocations@iot.navigationLink',
]

/** A Sensor and an ObservedProperty have datastreams as well. */
function isThing(item: JsonObject): boolean {
	return OF_THINGS.some((name) => name in item) && !('definition' in item) && !('metadata' in item)
}

function thingIn(thing: JsonObject): Found {
	const own = without(thing)
	const nested = (['Datastreams', 'MultiDatastreams'] as const).flatMap((name) =>
		itemsOf(thing[name]).map((item) => (isObject(item) ? streamIn(item, { thing: own }, name) : entity(item, {}))),
	)
	const onward: readonly Onward[] = ['Datastreams', 'MultiDatastreams'].flatMap((name) => {
		const link = thing[`${name}@iot.nextLink`]
		return link === undefined ? [] : [{ type: 'streams' as const, link, thing: own }]
	})
	const inline = Array.isArray(thing['Datastreams']) || Array.isArray(thing['MultiDatastreams'])
	const id = streamId(thing['@iot.id'], false)
	const bare = inline || !id ? [] : [{ literal: id.literal, thing: own }]
	return joined([...nested, { ...NOTHING, onward, bare }])
}

/** What is told of a Thing along with each of its datastreams. */
function without(thing: JsonObject): JsonObject {
	return Object.fromEntries(
		['@iot.id', 'name', 'description', 'properties', 'Locations'].flatMap((name) => (name in thing ? [[name, thing[name]]] : [])),
	)
}

function streamIn(item: JsonObject, around: Around, collection?: string): Found {
	const multi = collection === 'MultiDatastreams' || 'unitOfMeasurements' in item || 'multiObservationDataTypes' in item
	const id = streamId(item['@iot.id'], multi) ?? linked(item['@iot.selfLink']) ?? around.stream
	if (!id) return refused('no-id', 'the datastream has no @iot.id', item)
	const thing = isObject(item['Thing']) ? item['Thing'] : around.thing
	const observations = itemsOf(item['Observations']).map((one) =>
		isObject(one)
			? { ...NOTHING, observations: [{ item: one, stream: id }] }
			: refused('not-an-entity', 'an observation is an object', one),
	)
	return joined([{ ...NOTHING, streams: [{ id, item, ...(thing && { thing }) }] }, ...observations])
}

function observationIn(item: JsonObject, around: Around): Found {
	const own = item['Datastream'] ?? item['MultiDatastream']
	const described = isObject(own) && isStream(own) ? streamIn(own, {}, 'MultiDatastream' in item ? 'MultiDatastreams' : undefined) : NOTHING
	const stream = whose(item) ?? described.streams[0]?.id ?? around.stream
	return joined([described, { ...NOTHING, observations: [{ item, ...(stream && { stream }) }] }])
}

function whose(item: JsonObject): StreamId | undefined {
	for (const [name, multi] of [
		['Datastream', false],
		['MultiDatastream', true],
	] as const) {
		const own = item[name]
		const id = (isObject(own) ? streamId(own['@iot.id'], multi) : undefined) ?? linked(item[`${name}@iot.navigationLink`])
		if (id) return id
	}
	return undefined
}

function linked(link: unknown): StreamId | undefined {
	return typeof link === 'string' ? streamInPath(link) : undefined
}

/** `$resultFormat=dataArray`: rows of one datastream under the names of their columns. */
function dataArray(item: JsonObject, around: Around): Found {
	const names = itemsOf(item['components']).map((name) => (typeof name === 'string' ? name : ''))
	if (names.length === 0) return refused('no-components', 'a dataArray needs the names of its columns (components)', item)
	const stream = whose(item) ?? around.stream
	return joined(
		itemsOf(item['dataArray']).map((row) => {
			if (!Array.isArray(row)) return refused('bad-row', 'a row of a dataArray is an array', row)
			const cells: readonly unknown[] = row
			const observation = Object.fromEntries(names.map((name, i) => [name, cells[i]]))
			return { ...NOTHING, observations: [{ item: observation, ...(stream && { stream }) }] }
		}),
	)
}
