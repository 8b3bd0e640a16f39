import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { isObject, itemsOf, readJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { NOTHING, rejected } from '../parsed.ts'
import { line, rawBytes } from '../text.ts'
import { firstDocument, gapDocument, seriesDocument, seriesPlace } from './address.ts'
import type { SeriesDocument } from './address.ts'
import type { StationReading } from './follow-ups.ts'
import { parseMeasurements } from './measurements.ts'
import { PegelonlineOptions } from './options.ts'
import { isMeasurement, isSeries, parseSeries, unknownStation } from './single.ts'
import { parseStations } from './stations.ts'

export const pegelonline = defineAdapter<PegelonlineOptions>({
	name: 'pegelonline',
	standard: 'PEGELONLINE REST API v2, https://www.pegelonline.wsv.de/webservice/dokuRestapi, and its messages by MQTT (EDIS)',
	options: PegelonlineOptions,
	describe: () => ({
		mode: 'delta',
		everyMs: 60_000,
		silentMs: 45 * 60_000,
		key: 'station uuid + series shortname (+ timestamp for a value)',
		version: 'time of the poll: a late correction keeps its timestamp',
		endRule: 'never; goes stale after three times the equidistance',
		geometryFrom: 'longitude and latitude of the station; may be missing',
	}),
	documents: (url) => [firstDocument(url)],
	parse,
	backfill: (_options, gap) => [gapDocument(gap)],
})

function parse(message: Uint8Array, reception: Reception, options: PegelonlineOptions): Parsed {
	const json = readDocument(message)
	if (!json.ok) return rejected(json.fault)
	const reading = { reception, options }
	const raw = rawBytes(message)
	const parsed = Array.isArray(json.value) ? parseList(itemsOf(json.value), raw, reading) : parseObject(json.value, raw, reading)
	const isGap = reception.document?.startsWith('gap:') ?? false
	return isGap ? { ...NOTHING, rejects: parsed.rejects, followUps: parsed.followUps } : parsed
}

/** With `charset=ISO-8859-1` in its address the service answers in that, and JSON has no place to say so. */
function readDocument(message: Uint8Array): ReturnType<typeof readJson> {
	const json = readJson(message)
	if (json.ok || json.fault.reason !== 'bad-encoding') return json
	return readJson(new TextEncoder().encode(new TextDecoder('windows-1252').decode(message)))
}

function parseList(items: readonly unknown[], raw: string, reading: StationReading): Parsed {
	const document = seriesDocument(reading.reception.document)
	if (document) return parseMeasurements(items, document, reading.reception)
	if (items.length === 0 || items.some((item) => isObject(item) && 'uuid' in item)) return parseStations(items, reading)
	const waters = items.filter(isWater)
	if (waters.length > 0) return parseStations(waters.flatMap(stationsOf), reading)
	const series = items.filter(isSeries)
	if (series.length > 0) return parseSeries(series, raw, reading)
	if (items.some(isMeasurement)) return valuesParsed(items, raw, reading)
	return rejected({ reason: 'not-stations', message: 'the document is no list of stations, series or values', raw })
}

/** One station, series or value, or the service's way to say no: `{status, message}` with HTTP status 404, sometimes 200. */
function parseObject(value: unknown, raw: string, reading: StationReading): Parsed {
	if (!isObject(value)) return rejected({ reason: 'not-stations', message: 'the document is no list', raw })
	const station = stationIn(value, reading.reception)
	if (station) return parseStations([station], reading)
	if (isWater(value)) return parseStations(stationsOf(value), reading)
	if (isSeries(value)) return parseSeries([value], raw, reading)
	if (isMeasurement(value)) return valuesParsed([value], raw, reading)
	const said = line(value['message']) ?? line(value['error'])
	return rejected({
		reason: said === undefined ? 'not-stations' : 'upstream-error',
		message: said ?? 'the document is no station, series or value',
		raw,
	})
}

/** EDIS names the station in the topic as well. */
function stationIn(value: JsonObject, reception: Reception): JsonObject | undefined {
	if ('uuid' in value) return value
	const place = 'timeseries' in value ? seriesPlace(reception) : undefined
	return place?.type === 'series' ? { ...value, uuid: place.uuid } : undefined
}

function valuesParsed(items: readonly unknown[], raw: string, { reception, options }: StationReading): Parsed {
	const place = seriesPlace(reception)
	if (place.type !== 'series') return rejected({ reason: 'unknown-station', message: unknownStation(place), raw })
	const { uuid, series } = place
	const forecast = options.forecastSeries.includes(series)
	const past = items.length > 1 ? 'history' : 'newest'
	const document: SeriesDocument = { type: forecast ? 'forecast' : past, native: `${uuid}.${forecast ? 'W' : series}` }
	return parseMeasurements(items, document, reception)
}

/** `waters.json?includeStations=true`: the stations of each water, which it names once for all of them. */
function isWater(value: unknown): value is JsonObject {
	return isObject(value) && Array.isArray(value['stations'])
}

function stationsOf({ stations, shortname, longname }: JsonObject): readonly unknown[] {
	const water = { shortname, longname }
	return itemsOf(stations).map((station) => (isObject(station) ? { water, ...station } : station))
}
