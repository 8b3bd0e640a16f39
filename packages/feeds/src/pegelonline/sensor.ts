import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { isObject, itemsOf, numberOf } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { clip, line } from '../text.ts'
import { placeOf } from './place.ts'
import type { Series } from './series.ts'
import { measured } from './value.ts'
import { gaugeZeros, zerosOf } from './zero.ts'

/**
 * The sensor of a series. It states every field the source gives; what the source leaves out is not known. The event holds no time:
 * master data has none, and the hub fills in when it came.
 */
export function sensorOf(feed: string, station: JsonObject, series: Series): Unnamed {
	const { item, unit, native } = series
	const place = placeOf(station)
	const zeros = zerosOf(item, unit)
	const every = numberOf(item['equidistance'])
	const km = numberOf(station['km'])
	const ext = extOf(item, zeros === null)
	return {
		kind: 'sensor',
		version: 2,
		entity: feedEntity('sensor', feed, native),
		op: 'upsert',
		label: { level: 'open' },
		provenance: { externalId: native },
		...(place.type === 'place' && { geometry: place.geometry, geometrySource: 'given' as const }),
		...(ext && { ext: { pegelonline: ext } }),
		payload: {
			...texts(station, series),
			unit,
			...(km !== undefined && { km }),
			...(gaugeZeros(item).length > 0 && { zeros }),
			...(Array.isArray(item['characteristicValues']) && { marks: marksOf(series) }),
			...(every !== undefined && every > 0 && { everyMs: Math.round(every * 60_000) }),
		},
	}
}

function texts(station: JsonObject, { item, native, short, uuid }: Series): { readonly [field: string]: string } {
	const place = line(station['shortname'], 200) ?? line(station['longname'], 200) ?? native
	const water = isObject(station['water']) ? (line(station['water']['longname']) ?? line(station['water']['shortname'])) : undefined
	const number = station['number']
	const fields = {
		name: short === 'W' ? place : `${place} ${short}`,
		long: line([station['longname'], item['longname']].filter((text) => typeof text === 'string').join(' · ')),
		property: short,
		station: uuid,
		number: typeof number === 'number' ? String(number) : line(number),
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

const MAX_MARKS = 60

/** Characteristic values on the series' own scale; those in another unit cannot be drawn beside its values. */
function marksOf({ item, unit }: Series): { readonly name: string; readonly value: number; readonly long?: string }[] {
	const marks = itemsOf(item['characteristicValues']).flatMap((mark) => {
		if (!isObject(mark) || (typeof mark['unit'] === 'string' && mark['unit'] !== unit)) return []
		const name = line(mark['shortname'])
		const value = measured(mark['value'])
		const long = line(mark['longname'])
		return name === undefined || value === undefined ? [] : [{ name, value, ...(long !== undefined && { long }) }]
	})
	return marks.slice(0, MAX_MARKS)
}

/** What has no field of its own: since when and from which years a characteristic value is, when it occurred, and a zero that is not used. */
function extOf(item: JsonObject, zeroUnused: boolean): { [key: string]: JsonValue } | undefined {
	const zeros = zeroUnused ? gaugeZeros(item).map(scalars) : []
	const [zero] = zeros
	const marks = itemsOf(item['characteristicValues']).slice(0, MAX_MARKS).filter(isObject).map(scalars)
	const ext = {
		...(zero && { gaugeZero: zeros.length === 1 ? zero : zeros }),
		...(marks.length > 0 && { characteristicValues: marks }),
	}
	return Object.keys(ext).length === 0 ? undefined : ext
}

/** Numbers and short texts of an object, and lists of them. */
function scalars(object: JsonObject): { [key: string]: JsonValue } {
	return Object.fromEntries(
		Object.entries(object)
			.slice(0, 20)
			.flatMap(([key, value]): [string, JsonValue][] => {
				const kept = Array.isArray(value) ? value.slice(0, 20).flatMap(scalar) : scalar(value)[0]
				return kept === undefined || key === '__proto__' ? [] : [[clip(key, 60), kept]]
			}),
	)
}

function scalar(value: unknown): (string | number)[] {
	if (typeof value === 'number') return Number.isFinite(value) ? [value] : []
	return typeof value === 'string' ? [clip(value, 300)] : []
}
