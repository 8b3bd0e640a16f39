import type { EntityId } from '@lagebild/model/ids.ts'
import { readIso } from '@lagebild/model/time.ts'

import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception, Reject } from '../adapter.ts'
import { placeOf } from '../geojson/geometry.ts'
import { nextOf } from '../geojson/next.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { isObject, itemsOf, numberOf, readJson } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { checked, joined, NOTHING, rejected } from '../parsed.ts'
import { clip, line, rawBytes, rawOf } from '../text.ts'
import { curvesOf } from './curve.ts'
import { extOf } from './ext.ts'
import { BshOptions } from './options.ts'

export const bsh = defineAdapter<BshOptions>({
	name: 'bsh',
	standard: 'BSH WaterLevelForecast, OGC API Features, https://gdi.bsh.de/ldproxy/rest/services/WaterLevelForecast',
	options: BshOptions,
	describe: () => ({
		mode: 'delta',
		everyMs: 600_000,
		silentMs: 60 * 60_000,
		key: 'gauge',
		version: 'forecast_timestamp',
		endRule: 'the next issue replaces the one before',
		geometryFrom: 'point of the feature',
	}),
	documents: (url) => [{ url, document: 'forecast' }],
	parse,
})

function parse(message: Uint8Array, reception: Reception, options: BshOptions): Parsed {
	const json = readJson(message)
	if (!json.ok) return rejected(json.fault)
	const items = isObject(json.value) ? itemsFrom(json.value) : undefined
	if (!items || !isObject(json.value)) return rejected({ ...foreign(json.value), raw: rawBytes(message) })
	const followUps = nextOf(json.value, reception)
	const { gauge } = options
	const wanted = gauge === undefined ? items : items.filter((item) => isObject(item) && item['id'] === gauge)
	const parsed = joined(wanted.map((item) => gaugeParsed(item, reception, options)))
	const isLast = followUps.length === 0 && reception.document !== 'page'
	const missing = gauge !== undefined && wanted.length === 0 && isLast ? [unknownGauge(gauge, message)] : []
	return { ...parsed, followUps, rejects: [...parsed.rejects, ...missing] }
}

/** What the service says instead of a forecast, in its own words where it has any. */
function foreign(value: unknown): Omit<Reject, 'raw'> {
	const said = isObject(value) ? (line(value['detail']) ?? line(value['title'])) : undefined
	if (said !== undefined) return { reason: 'upstream-error', message: said }
	return { reason: 'not-a-forecast', message: 'the document is no gauge and no list of gauges' }
}

function unknownGauge(gauge: string, message: Uint8Array): Reject {
	return { reason: 'unknown-gauge', message: `the list holds no gauge "${gauge}"`, path: 'id', raw: rawBytes(message) }
}

function itemsFrom(value: JsonObject): readonly unknown[] | undefined {
	if (value['type'] === 'Feature') return [value]
	return value['type'] === 'FeatureCollection' && Array.isArray(value['features']) ? itemsOf(value['features']) : undefined
}

function gaugeParsed(item: unknown, reception: Reception, options: BshOptions): Parsed {
	const refuse = (reason: string, message: string, path: string): Parsed => rejected({ reason, message, path, raw: rawOf(item) })
	if (!isObject(item) || !isObject(item['properties'])) return refuse('not-a-forecast', 'the item is no gauge', 'properties')
	const properties = item['properties']
	const native = nativeOf(item, properties)
	if (native === undefined) return refuse('not-a-forecast', 'the gauge has neither id nor label', 'id')
	const issued = issuedOf(properties)
	if (issued === undefined) {
		return refuse('bad-time', 'without the time of issue it cannot be told which forecast is newer', 'properties.forecast_timestamp')
	}
	const target = (Object.hasOwn(options.sensors, native) ? options.sensors[native] : undefined) ?? options.sensor
	const entity = target ?? feedEntity('sensor', reception.feed, native)
	const curves = curvesOf(properties, { entity, issued, factor: options.factor })
	if (curves.length === 0) return refuse('no-curve', 'the gauge has neither a forecast nor an astronomic curve', 'properties.curve')
	const own = target ? NOTHING : sensorParsed(item, entity, { native, properties, feed: reception.feed, issued })
	return { ...NOTHING, ...own, measurements: [{ curves: [...curves] }] }
}

function nativeOf({ id }: JsonObject, properties: JsonObject): string | undefined {
	return typeof id === 'string' && id !== '' ? id : line(properties['gauge_label'])
}

/** Time of issue in the service's own text. */
function issuedOf({ forecast_timestamp: issued }: JsonObject): string | undefined {
	return typeof issued === 'string' && issued.length <= 40 && readIso(issued) !== undefined ? issued.trim() : undefined
}

type Gauge = { readonly native: string; readonly properties: JsonObject; readonly feed: string; readonly issued: string }

function sensorParsed(item: JsonObject, entity: EntityId, gauge: Gauge): { events: Parsed['events']; rejects: readonly Reject[] } {
	const place = placeOf(item['geometry'], undefined)
	const badPlace =
		place.type === 'bad'
			? [{ reason: place.reason, message: `${place.message}; kept without a place`, path: place.path, raw: rawOf(item) }]
			: []
	const ext = extOf(gauge.properties)
	const statement: Unnamed = {
		kind: 'sensor',
		version: 2,
		entity,
		op: 'upsert',
		label: { level: 'open' },
		times: { observed: gauge.issued },
		provenance: { externalId: clip(gauge.native, 1_000), version: gauge.issued },
		...(ext && { ext: { bsh: ext } }),
		...(place.type === 'place' && { geometry: place.geometry, geometrySource: 'given' as const }),
		payload: sensorPayload(gauge),
	}
	const result = checked(gauge.feed, statement, item)
	return 'event' in result ? { events: [result.event], rejects: badPlace } : { events: [], rejects: [...badPlace, result.reject] }
}

/** The service does not say since when its zero holds: for every value that it has. */
const EVER = '1900-01-01'

/** The classes of the service are relative to mean high water and for a whole region: they are no marks of this gauge. */
function sensorPayload({ native, properties }: Gauge): { [field: string]: JsonValue } {
	const zero = numberOf(properties['gaugezero_relative_to_nhn'])
	const marks = [
		{ name: 'MHW', value: numberOf(properties['mean_high_water']) },
		{ name: 'MNW', value: numberOf(properties['mean_low_water']) },
	]
	return {
		name: line(properties['gauge_label']) ?? clip(native, 300),
		property: 'W',
		unit: 'cm',
		...(zero !== undefined && Math.abs(zero) <= 10_000 && { zeros: { [EVER]: { metres: zero / 100, datum: 'NHN' } } }),
		marks: marks.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }])),
	}
}
