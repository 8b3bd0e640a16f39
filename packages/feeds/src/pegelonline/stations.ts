import type { FollowUp, Parsed, Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { observationBatches } from '../measure.ts'
import type { Observation } from '../measure.ts'
import { checked, unique } from '../parsed.ts'
import { line, rawOf } from '../text.ts'
import { seriesFollowUp } from './address.ts'
import type { PegelonlineOptions } from './options.ts'
import { placeIsBad, sensorOf, validFromOf } from './sensor.ts'
import type { Series } from './sensor.ts'
import { readingOf } from './value.ts'

const HISTORY_OF_ALL = 20

type Reading = { readonly reception: Reception; readonly options: PegelonlineOptions }
type StationParsed = {
	readonly events: Parsed['events']
	readonly observations: readonly Observation[]
	readonly rejects: readonly Reject[]
}

/** A list of stations with their series; one sensor per series, the newest value of each as an observation. */
export function parseStations(items: readonly unknown[], reading: Reading): Parsed {
	const stations = items.map((item) => stationOf(item, reading))
	const known = items.filter(isObject).filter((item) => uuidOf(item) !== undefined)
	return {
		events: unique(stations.flatMap(({ events }) => events)),
		measurements: observationBatches(
			stations.flatMap(({ observations }) => observations),
			// A late correction keeps its timestamp: the poll that brought it decides which value is newer.
			{ revision: reading.reception.received },
		),
		rejects: stations.flatMap(({ rejects }) => rejects),
		followUps: known.flatMap((station) => followUpsOf(station, known.length, reading)),
	}
}

function stationOf(item: unknown, reading: Reading): StationParsed {
	const refuse = (reason: string, message: string, path: string): StationParsed => ({
		events: [],
		observations: [],
		rejects: [{ reason, message, path, raw: rawOf(item) }],
	})
	if (!isObject(item)) return refuse('bad-station', 'a station is an object', '')
	if (uuidOf(item) === undefined) return refuse('bad-station', 'the station has no usable uuid', 'uuid')
	if (!Array.isArray(item['timeseries'])) return refuse('no-series', 'the list came without includeTimeseries=true', 'timeseries')
	const parts = itemsOf(item['timeseries']).map((series) => seriesParsed(item, series, reading))
	const place: readonly Reject[] = placeIsBad(item)
		? [
				{
					reason: 'bad-position',
					message: 'the station is kept without a place',
					path: 'longitude',
					raw: rawOf({ ...item, timeseries: [] }),
				},
			]
		: []
	return {
		events: parts.flatMap(({ events }) => events),
		observations: parts.flatMap(({ observations }) => observations),
		rejects: [...place, ...parts.flatMap(({ rejects }) => rejects)],
	}
}

function seriesParsed(station: JsonObject, item: unknown, { reception, options }: Reading): StationParsed {
	const none: StationParsed = { events: [], observations: [], rejects: [] }
	const series = isObject(item) ? seriesOf(station, item) : undefined
	if (!series) {
		return {
			...none,
			rejects: [{ reason: 'bad-series', message: 'the series has no usable shortname', path: 'timeseries', raw: rawOf(item) }],
		}
	}
	if (!isWanted(series, station, options)) return none
	const result = checked(reception.feed, sensorOf(reception.feed, station, series), series.item)
	if ('reject' in result) return { ...none, rejects: [result.reject] }
	return { events: [result.event], ...currentOf(series, reception) }
}

/** A forecast becomes a curve of the level's sensor; only where a station has no level it is a sensor of its own. */
function isWanted(series: Series, station: JsonObject, options: PegelonlineOptions): boolean {
	if (options.series && !options.series.includes(series.short)) return false
	return !options.forecastSeries.includes(series.short) || !hasLevel(station)
}

function hasLevel(station: JsonObject): boolean {
	return itemsOf(station['timeseries']).some((item) => isObject(item) && item['shortname'] === 'W')
}

function currentOf({ item, native }: Series, { feed }: Reception): Pick<StationParsed, 'observations' | 'rejects'> {
	const current = item['currentMeasurement']
	if (current === undefined || current === null) return { observations: [], rejects: [] }
	const reading = readingOf(current, validFromOf(item))
	if (reading) return { observations: [{ entity: feedEntity('sensor', feed, native), ...reading }], rejects: [] }
	const message = 'the newest value has no time with an offset'
	return { observations: [], rejects: [{ reason: 'bad-time', message, path: 'currentMeasurement.timestamp', raw: rawOf(item) }] }
}

function seriesOf(station: JsonObject, item: JsonObject): Series | undefined {
	const uuid = uuidOf(station)
	const short = item['shortname']
	if (uuid === undefined || typeof short !== 'string' || !/^[\p{L}\p{N}_-]{1,40}$/u.test(short)) return undefined
	return { native: `${uuid}.${short}`, uuid, short, unit: line(item['unit'], 40) ?? '--', item }
}

function uuidOf({ uuid }: JsonObject): string | undefined {
	return typeof uuid === 'string' && /^[\w-]{1,64}$/.test(uuid) ? uuid : undefined
}

function followUpsOf(station: JsonObject, count: number, { reception, options }: Reading): readonly FollowUp[] {
	const uuid = uuidOf(station)
	const list = reception.url
	if (uuid === undefined || list === undefined) return []
	const past = options.history ? options.history.includes(uuid) : count <= HISTORY_OF_ALL
	return itemsOf(station['timeseries']).flatMap((item) => {
		const series = isObject(item) ? seriesOf(station, item) : undefined
		if (!series || (options.series && !options.series.includes(series.short))) return []
		const at = { uuid, series: series.short }
		if (options.forecastSeries.includes(series.short)) {
			return [seriesFollowUp(list, { ...at, type: 'forecast', native: hasLevel(station) ? `${uuid}.W` : series.native }, options)]
		}
		const validFrom = validFromOf(series.item)
		const address = { ...at, type: 'history' as const, native: series.native, ...(validFrom !== undefined && { validFrom }) }
		return past && options.historySeries.includes(series.short) ? [seriesFollowUp(list, address, options)] : []
	})
}
