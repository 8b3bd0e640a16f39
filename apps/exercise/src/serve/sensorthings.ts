import type { Position } from '@lagebild/model/geo.ts'

import { HOUR, scenarioAt, startOf } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { poldersOf } from '../scenario/gates.ts'
import { ST_PAULI } from '../scenario/gauges.ts'
import { smoothNoise } from '../scenario/random.ts'
import { level } from '../scenario/water.ts'
import { newestValueTime, valueTimes } from './context.ts'
import type { Context } from './context.ts'
import { json } from './reply.ts'
import type { Document } from './reply.ts'

/** One series of a pumping station. */
type Stream = {
	readonly id: number
	readonly station: string
	readonly place: Position
	readonly name: string
	readonly property: string
	readonly unit: { readonly name: string; readonly symbol: string | null; readonly definition: string }
	readonly valueAt: (scenario: number) => number
	/** Wall time of its last result, of a stream that has ended. */
	readonly ended?: number
}

/** The inner water of a polder rises with the river outside as long as the pumps do not keep up, metres above NHN. */
function innerLevel(polder: string, scenario: number): number {
	const outside = Math.max(0, level(ST_PAULI, scenario) - 2)
	return Math.round((0.9 + outside * 0.12 + 0.03 * smoothNoise(scenario, HOUR, polder)) * 1_000) / 1_000
}

/** What the pumps move, cubic metres per second. */
function pumped(polder: string, scenario: number): number {
	return Math.round(Math.max(0, innerLevel(polder, scenario) - 1) * 900) / 100
}

const METRE = { name: 'Meter über NHN', symbol: 'm ü. NHN', definition: 'http://www.qudt.org/qudt/owl/1.0.0/unit/Instances.html#Meter' }
const FLOW = { name: 'Kubikmeter pro Sekunde', symbol: 'm3/s', definition: 'ucum:m3/s' }
const VOLT = { name: 'Volt', symbol: null, definition: 'ucum:V' }

/** Each polder has a pumping station with three series; one more ended in 2021. */
const STREAMS: readonly Stream[] = [
	...poldersOf().flatMap(({ name, middle }, index): readonly Stream[] => {
		const shared = { station: `Schöpfwerk ${name}`, place: middle }
		const id = 100 + 10 * index
		return [
			{
				...shared,
				id: id + 1,
				name: `Binnenwasserstand ${name}`,
				property: 'Wasserstand',
				unit: METRE,
				valueAt: (at) => innerLevel(name, at),
			},
			{ ...shared, id: id + 2, name: `Förderstrom ${name}`, property: 'Durchfluss', unit: FLOW, valueAt: (at) => pumped(name, at) },
			{ ...shared, id: id + 3, name: `Batterie ${name}`, property: 'Batteriespannung', unit: VOLT, valueAt: () => 12.6 },
		]
	}),
	{
		id: 99,
		station: 'Altes Schöpfwerk',
		place: { lat: 53.51, lng: 10.02 },
		name: 'Binnenwasserstand (außer Betrieb)',
		property: 'Wasserstand',
		unit: METRE,
		valueAt: () => 0.87,
		ended: Date.UTC(2021, 7, 31, 21, 45),
	},
]

/** Pages are short, so that there are several. */
const MOST = 10

type Asked = { readonly query: URLSearchParams; readonly context: Context }
type Listing = { readonly path: string; readonly count: number; readonly item: (index: number) => unknown }

const ONE = /^\/v1\.1\/Datastreams\((\d{1,9})\)(\/Observations)?$/

/** OGC SensorThings 1.1 below `/sta`, as FROST answers: Datastreams, one of them, and Observations, paged, filtered by time, ordered, expanded. */
export function serveSensorThings(path: string, query: URLSearchParams, context: Context): Document {
	const asked = { query, context }
	if (path === '/v1.1/Datastreams') {
		const streams = named(query.get('$filter'))
		return page({ path, count: streams.length, item: (i) => streamOf(streams[i], asked) }, asked)
	}
	if (path === '/v1.1/Observations') return observations(path, STREAMS, asked)
	const [, id, rest] = ONE.exec(path) ?? []
	const stream = STREAMS.find((one) => String(one.id) === id)
	if (!stream) return json({ code: 404, type: 'error', message: 'Nothing found.' }, 404)
	return rest === undefined ? json(streamOf(stream, asked)) : observations(path, [stream], asked)
}

function named(filter: string | null): readonly Stream[] {
	const [, begin] = /^startswith\(name,'([^']*)'\)$/.exec(filter ?? '') ?? []
	return begin === undefined ? STREAMS : STREAMS.filter(({ name }) => name.startsWith(begin))
}

/** A link of a service behind a proxy: it names the machine inside. */
function page({ path, count, item }: Listing, { query }: Asked): Document {
	const top = Math.min(MOST, wholeIn(query, '$top') ?? MOST)
	const skip = wholeIn(query, '$skip') ?? 0
	const length = Math.max(0, Math.min(top, count - skip))
	const next = new URLSearchParams([...query].filter(([name]) => name !== '$skip'))
	next.set('$skip', String(skip + length))
	const link = `http://frost.intern:8080/FROST-Server${path}?${next.toString()}`
	return json({
		...(skip + length < count && length > 0 && { '@iot.nextLink': link }),
		value: Array.from({ length }, (_, i) => item(skip + i)),
	})
}

function wholeIn(query: URLSearchParams, name: string): number | undefined {
	const text = query.get(name)
	return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

function streamOf(stream: Stream | undefined, { query, context }: Asked): unknown {
	if (!stream) return undefined
	const expand = query.get('$expand') ?? ''
	const { id, name, unit, property, station, place, ended } = stream
	const link = `${context.base}/sta/v1.1/Datastreams(${id})`
	const last = new Date(ended ?? newestValueTime(context)).toISOString()
	return {
		'@iot.selfLink': link,
		'@iot.id': id,
		name,
		description: 'ÜBUNG: erfundene Werte',
		observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
		unitOfMeasurement: unit,
		phenomenonTime: `2021-01-01T00:00:00Z/${last}`,
		...(expand.includes('Thing') && {
			Thing: { '@iot.id': `sw-${Math.floor(id / 10)}`, name: station, description: 'ÜBUNG', Locations: [locationOf(place)] },
		}),
		...(expand.includes('ObservedProperty') && { ObservedProperty: { '@iot.id': property, name: property, definition: '' } }),
		...(expand.includes('Observations') && {
			Observations: [observationOf(stream, ended ?? newestValueTime(context), context)],
			'Observations@iot.nextLink': `${link}/Observations?$top=1&$skip=1`,
		}),
	}
}

function locationOf({ lat, lng }: Position): unknown {
	const point = { type: 'Point', coordinates: [lng, lat] }
	return { name: 'Ort', encodingType: 'application/geo+json', location: { type: 'Feature', geometry: point, properties: {} } }
}

function observationOf({ id, valueAt }: Stream, at: number, { clock }: Pick<Context, 'clock'>): Readonly<Record<string, unknown>> {
	const time = new Date(at).toISOString()
	const result = valueAt(scenarioAt(clock, at))
	return { '@iot.id': `${id}-${at}`, phenomenonTime: time, resultTime: time, result, resultQuality: null }
}

/** What the broker of the service says of values after `from` and up to `to`: bare observations, each under the topic of its datastream. */
export function resultMessages(clock: Clock, { from, to }: { readonly from: number; readonly to: number }) {
	return STREAMS.filter(({ ended }) => ended === undefined).flatMap((stream) =>
		valueTimes(clock, from + 1, to).map((at) => ({
			topic: `v1.1/Datastreams(${stream.id})/Observations`,
			payload: JSON.stringify(observationOf(stream, at, { clock })),
		})),
	)
}

const SPAN = /phenomenonTime ge (\S{20,30}) and phenomenonTime le (\S{20,30}?)\)?$/

/** The service keeps one day from before the exercise. */
function observations(path: string, streams: readonly Stream[], asked: Asked): Document {
	const { query, context } = asked
	const [, since, until] = SPAN.exec(query.get('$filter') ?? '') ?? []
	const from = Math.max(Date.parse(since ?? '') || context.now - HOUR, startOf(context.clock) - 24 * HOUR)
	const to = Math.min(Date.parse(until ?? '') || context.now, context.now)
	const times = valueTimes(context.clock, from, to)
	const ordered = (query.get('$orderby') ?? '').endsWith('desc') ? times.toReversed() : times
	const live = streams.filter(({ ended }) => ended === undefined)
	const item = (index: number): unknown => {
		const stream = live[index % live.length]
		const at = ordered[Math.floor(index / live.length)]
		if (!stream || at === undefined) return undefined
		const observation = observationOf(stream, at, context)
		return (query.get('$expand') ?? '').includes('Datastream') ? { ...observation, Datastream: streamOf(stream, asked) } : observation
	}
	return page({ path, count: live.length * ordered.length, item }, asked)
}
