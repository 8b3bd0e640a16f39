import type { Parsed, Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { observationBatches } from '../measure.ts'
import type { Observation } from '../measure.ts'
import { checked, unique } from '../parsed.ts'
import { rawOf } from '../text.ts'
import { seriesWanted, withSeries } from './address.ts'
import { followUpsOf } from './follow-ups.ts'
import type { StationReading } from './follow-ups.ts'
import type { PegelonlineOptions } from './options.ts'
import { placeOf } from './place.ts'
import { sensorOf } from './sensor.ts'
import { hasLevel, seriesIn, seriesOf, uuidOf } from './series.ts'
import type { Series } from './series.ts'
import { readingOf } from './value.ts'
import { validFromOf } from './zero.ts'

type StationParsed = {
	readonly events: Parsed['events']
	readonly observations: readonly Observation[]
	readonly rejects: readonly Reject[]
}

const NONE: StationParsed = { events: [], observations: [], rejects: [] }

/** A list of stations with their series; one sensor per series, the newest value of each as an observation. */
export function parseStations(items: readonly unknown[], asked: StationReading): Parsed {
	const { reception } = asked
	const series = seriesWanted(reception.document, asked.options)
	const reading = { reception, options: { ...asked.options, ...(series && { series: [...series] }) } }
	const known = items.filter(isObject).filter((item) => uuidOf(item) !== undefined)
	const bare = bareList(known, reception)
	if (bare) return { events: [], measurements: [], ...bare }
	const stations = items.map((item) => stationOf(item, reading))
	return {
		events: unique(stations.flatMap(({ events }) => events)),
		measurements: observationBatches(
			stations.flatMap(({ observations }) => observations),
			// A late correction keeps its timestamp: the poll that brought it decides which value is newer.
			{ revision: reception.received },
		),
		rejects: stations.flatMap(({ rejects }) => rejects),
		followUps: followUpsOf(known, reading),
	}
}

/** Master data without any series says nothing that is measured: the same list is asked for with them. */
function bareList(known: readonly JsonObject[], { url }: Reception): Pick<Parsed, 'followUps' | 'rejects'> | undefined {
	if (known.length === 0 || known.some((station) => 'timeseries' in station)) return undefined
	const again = withSeries(url)
	if (again) return { followUps: [again], rejects: [] }
	const message = 'the stations came without their series: ask with includeTimeseries=true&includeCurrentMeasurement=true'
	return { followUps: [], rejects: [{ reason: 'no-series', message, path: 'timeseries', raw: rawOf(known.slice(0, 20)) }] }
}

function stationOf(item: unknown, reading: StationReading): StationParsed {
	const refuse = (reason: string, message: string, path: string): StationParsed => ({
		...NONE,
		rejects: [{ reason, message, path, raw: rawOf(item) }],
	})
	if (!isObject(item)) return refuse('bad-station', 'a station is an object', '')
	if (uuidOf(item) === undefined) return refuse('bad-station', 'the station has no usable uuid', 'uuid')
	const list = seriesIn(item)
	if (!list) return refuse('no-series', 'the list came without includeTimeseries=true', 'timeseries')
	const place = placeOf(item)
	const raw = rawOf({ ...item, timeseries: [] })
	const badPlace = place.type === 'bad' ? [{ reason: 'bad-position', message: place.message, path: 'longitude', raw }] : []
	const parts = list.map((series) => seriesParsed(item, series, reading))
	return {
		events: parts.flatMap(({ events }) => events),
		observations: parts.flatMap(({ observations }) => observations),
		rejects: [...badPlace, ...parts.flatMap(({ rejects }) => rejects)],
	}
}

function seriesParsed(station: JsonObject, item: unknown, { reception, options }: StationReading): StationParsed {
	const series = isObject(item) ? seriesOf(station, item) : undefined
	if (!series) {
		return {
			...NONE,
			rejects: [{ reason: 'bad-series', message: 'the series has no usable shortname', path: 'timeseries', raw: rawOf(item) }],
		}
	}
	if (!isWanted(series, station, options)) return NONE
	const result = checked(reception.feed, sensorOf(reception.feed, station, series), series.item)
	if ('reject' in result) return { ...NONE, rejects: [result.reject] }
	return { events: [result.event], ...currentOf(series, reception) }
}

/** A forecast becomes a curve of the level's sensor; only where a station has no level it is a sensor of its own. */
function isWanted(series: Series, station: JsonObject, options: PegelonlineOptions): boolean {
	if (options.series && !options.series.includes(series.short)) return false
	return !options.forecastSeries.includes(series.short) || !hasLevel(station)
}

/** `currentMeasurement` in the REST service, `measurement` in EDIS. An empty one is none. */
function currentOf({ item, native }: Series, { feed }: Reception): Pick<StationParsed, 'observations' | 'rejects'> {
	const name = 'currentMeasurement' in item ? 'currentMeasurement' : 'measurement'
	const values = (Array.isArray(item[name]) ? item[name] : [item[name]]).filter((value: unknown) => !isNothing(value))
	const entity = feedEntity('sensor', feed, native)
	const read = values.map((value: unknown) => readingOf(value, validFromOf(item)))
	const message = 'the newest value has no time with an offset'
	return {
		observations: read.flatMap((reading) => (reading ? [{ entity, ...reading }] : [])),
		rejects: read.flatMap((reading) => (reading ? [] : [{ reason: 'bad-time', message, path: `${name}.timestamp`, raw: rawOf(item) }])),
	}
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0)
}
