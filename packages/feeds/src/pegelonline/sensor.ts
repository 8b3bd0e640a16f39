import type { Geometry } from '@lagebild/model/geo.ts'

import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { isObject, itemsOf, numberOf } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { line } from '../text.ts'
import { isBefore, measured } from './value.ts'

/** One series of one station, as far as it identifies itself. */
export type Series = {
	readonly native: string
	readonly uuid: string
	readonly short: string
	readonly unit: string
	readonly item: JsonObject
}

/**
 * The sensor of a series. It states every field the source gives; what the source leaves out is not known. The event holds no time:
 * master data has none, and the hub fills in when it came.
 */
export function sensorOf(feed: string, station: JsonObject, series: Series): Unnamed {
	const geometry = placeOf(station)
	const gauge = isObject(series.item['gaugeZero']) ? series.item['gaugeZero'] : undefined
	const zeros = zerosOf(series)
	const every = numberOf(series.item['equidistance'])
	const km = numberOf(station['km'])
	return {
		kind: 'sensor',
		version: 2,
		entity: feedEntity('sensor', feed, series.native),
		op: 'upsert',
		label: { level: 'open' },
		provenance: { externalId: series.native },
		...(geometry !== undefined && { geometry, geometrySource: 'given' as const }),
		...(gauge && zeros === null && { ext: { pegelonline: { gaugeZero: scalars(gauge) } } }),
		payload: {
			...texts(station, series),
			unit: series.unit,
			...(km !== undefined && { km }),
			...(gauge && { zeros }),
			marks: marksOf(series),
			...(every !== undefined && every > 0 && { everyMs: Math.round(every * 60_000) }),
		},
	}
}

function texts(station: JsonObject, { item, native, short, uuid }: Series): { readonly [field: string]: string } {
	const place = line(station['shortname'], 200) ?? line(station['longname'], 200) ?? native
	const water = isObject(station['water']) ? (line(station['water']['longname']) ?? line(station['water']['shortname'])) : undefined
	const fields = {
		name: short === 'W' ? place : `${place} ${short}`,
		long: line([station['longname'], item['longname']].filter((text) => typeof text === 'string').join(' · ')),
		property: short,
		station: uuid,
		number: line(station['number']),
		agency: line(station['agency']),
		water,
		remark: remarkOf(item),
	}
	return Object.fromEntries(Object.entries(fields).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])))
}

/** The operator's comment on a series: an object of two texts, or a text. */
function remarkOf({ comment }: JsonObject): string | undefined {
	return isObject(comment) ? (line(comment['longDescription']) ?? line(comment['shortDescription'])) : line(comment)
}

/** First day of the gauge zero, when it is a day. */
export function validFromOf({ gaugeZero }: JsonObject): string | undefined {
	const text = isObject(gaugeZero) ? gaugeZero['validFrom'] : undefined
	return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : undefined
}

/** A zero without a first day holds for every value that a digital service has. */
const EVER = '1900-01-01'

/**
 * The zero above NHN by its first day. `null`, with the original kept in `ext`, when adding it would give a wrong height: another datum than NHN (`m. ü. NN`,
 * `m ü. A.`, `mü.M.`), values that are not centimetres above the gauge's zero, or a newest value from before the zero was valid.
 */
function zerosOf({ item, unit }: Series): { [day: string]: { metres: number; datum: string } } | null {
	const gauge = isObject(item['gaugeZero']) ? item['gaugeZero'] : {}
	const metres = measured(gauge['value'])
	const datum = line(gauge['unit'])
	if (unit !== 'cm' || datum === undefined || !/NHN/i.test(datum) || !isHeight(metres)) return null
	const validFrom = validFromOf(item)
	return newestIsBefore(item, validFrom) ? null : { [validFrom ?? EVER]: { metres, datum } }
}

function isHeight(metres: number | undefined): metres is number {
	return metres !== undefined && metres >= -100 && metres <= 9_000
}

function newestIsBefore({ currentMeasurement }: JsonObject, validFrom: string | undefined): boolean {
	const timestamp = isObject(currentMeasurement) ? currentMeasurement['timestamp'] : undefined
	return typeof timestamp === 'string' && isBefore(timestamp, validFrom)
}

/** Characteristic values on the series' own scale; those in another unit cannot be drawn beside its values. */
function marksOf({ item, unit }: Series): { readonly name: string; readonly value: number; readonly long?: string }[] {
	const marks = itemsOf(item['characteristicValues']).flatMap((mark) => {
		if (!isObject(mark) || (typeof mark['unit'] === 'string' && mark['unit'] !== unit)) return []
		const name = line(mark['shortname'])
		const value = measured(mark['value'])
		const long = line(mark['longname'])
		return name === undefined || value === undefined ? [] : [{ name, value, ...(long !== undefined && { long }) }]
	})
	return marks.slice(0, 60)
}

/** The station's place; undefined when it gives none, or none that can be. */
function placeOf(station: JsonObject): Geometry | undefined {
	const lng = numberOf(station['longitude'])
	const lat = numberOf(station['latitude'])
	if (lng === undefined || lat === undefined || !isPlace(lng, lat)) return undefined
	return { type: 'Point', coordinates: [lng, lat] }
}

function isPlace(lng: number, lat: number): boolean {
	return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && (lng !== 0 || lat !== 0)
}

/** The station states coordinates that cannot be a place: out of range, 0/0, or no numbers. */
export function placeIsBad(station: JsonObject): boolean {
	const given = [station['longitude'], station['latitude']].some((value) => value !== undefined && value !== null)
	return given && placeOf(station) === undefined
}

function scalars(object: JsonObject): { [key: string]: JsonValue } {
	return Object.fromEntries(
		Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [])),
	)
}
