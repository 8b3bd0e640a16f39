import type { Parsed } from '../adapter.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { rejected } from '../parsed.ts'
import { seriesPlace } from './address.ts'
import type { StationReading } from './follow-ups.ts'
import { parseStations } from './stations.ts'

/** A series by itself (`W.json`, a list of them): it names its unit, and whose it is stands in its address alone. */
export function parseSeries(items: readonly JsonObject[], raw: string, reading: StationReading): Parsed {
	const place = seriesPlace(reading.reception)
	if (place.type !== 'series') return rejected({ reason: 'unknown-station', message: unknownStation(place), raw })
	const { forecastSeries } = reading.options
	const forecasts = items.filter((item) => typeof item['shortname'] === 'string' && forecastSeries.includes(item['shortname']))
	// A forecast belongs to the level of its station, which is another document.
	const timeseries = forecasts.length > 0 ? [...items, { shortname: 'W' }] : items
	const parsed = parseStations([{ uuid: place.uuid, timeseries }], reading)
	return forecasts.length > 0 ? { ...parsed, events: [], measurements: [] } : parsed
}

export function unknownStation(place: ReturnType<typeof seriesPlace>): string {
	if (place.type === 'other-key') {
		const { station } = place
		return `the address names the station by its number or name ("${station.slice(0, 60)}"), which is not its key: ask by its uuid, or for …/stations/${station.slice(0, 60)}.json, which says it`
	}
	return 'values without their series say neither whose they are nor their unit: give the address that they came from (…/stations/UUID/W/measurements.json; --url for a file)'
}

/** A value has a time and is not the service's error, which in its newer form has one too. */
export function isMeasurement(value: unknown): boolean {
	return isObject(value) && 'timestamp' in value && !('error' in value) && !('status' in value)
}

/** A series names itself, and a unit or distance; a station or a water does not. */
export function isSeries(value: unknown): value is JsonObject {
	return isObject(value) && 'shortname' in value && !('uuid' in value) && ('unit' in value || 'equidistance' in value)
}
