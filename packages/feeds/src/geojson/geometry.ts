import { Geometry, verticesOf } from '@lagebild/model/geo.ts'
import type { Box } from '@lagebild/model/geo.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'

import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'

/** `none`: the feature has no place, which is allowed. */
export type Place =
	| { readonly type: 'place'; readonly geometry: Geometry }
	| { readonly type: 'none' }
	| { readonly type: 'bad'; readonly reason: string; readonly message: string; readonly path: string }

/** How deep the coordinates of a type nest: a number's distance from `coordinates`, minus one. */
const NESTING: ReadonlyMap<string, number> = new Map([
	['Point', 0],
	['MultiPoint', 1],
	['LineString', 1],
	['MultiLineString', 2],
	['Polygon', 2],
	['MultiPolygon', 3],
])
const RINGS = new Set(['Polygon', 'MultiPolygon'])

/** Reads a GeoJSON geometry (RFC 7946), checks its numbers, and closes rings that do not end where they begin. */
export function placeOf(value: unknown, within: Box | undefined): Place {
	if (value === null || value === undefined) return { type: 'none' }
	const single = isObject(value) ? singleOf(value) : undefined
	return single ? shapeOf(single, within) : bad('bad-geometry', 'the geometry is no single shape of GeoJSON')
}

function shapeOf({ type, coordinates }: Single, within: Box | undefined): Place {
	if (Array.isArray(coordinates) && coordinates.length === 0) return { type: 'none' }
	const read = Geometry.safeParse({ type, coordinates: cleaned(coordinates, NESTING.get(type) ?? 0, RINGS.has(type)) })
	if (!read.success) return explain(coordinates, faultOf(read.error).message)
	return outside(read.data, within) ?? { type: 'place', geometry: read.data }
}

type Single = { readonly type: string; readonly coordinates: unknown }

function singleOf({ type, coordinates, geometries }: JsonObject): Single | undefined {
	if (typeof type === 'string' && NESTING.has(type)) return { type, coordinates }
	return type === 'GeometryCollection' ? merged(itemsOf(geometries)) : undefined
}

/** A collection of one, or of several shapes of one type, is a shape; others have none that could be shown. */
function merged(geometries: readonly unknown[]): Single | undefined {
	const parts = geometries.flatMap((part) => (isObject(part) ? [{ type: part['type'], coordinates: part['coordinates'] }] : []))
	const type = parts[0]?.type
	if (typeof type !== 'string' || !NESTING.has(type) || parts.some((part) => part.type !== type)) return undefined
	if (parts.length === 1) return { type, coordinates: parts[0]?.coordinates }
	return type.startsWith('Multi') ? undefined : { type: `Multi${type}`, coordinates: parts.map(({ coordinates }) => coordinates) }
}

/** Cuts positions to longitude, latitude and a height that is a number, and closes rings. What is no array stays as it is, for the schema to refuse. */
function cleaned(value: unknown, depth: number, rings: boolean): unknown {
	if (!Array.isArray(value)) return value
	if (depth === 0) return value.slice(0, value.length > 2 && typeof value[2] !== 'number' ? 2 : 3)
	const items = value.map((item) => cleaned(item, depth - 1, rings))
	return rings && depth === 1 ? closed(items) : items
}

function closed(ring: readonly unknown[]): readonly unknown[] {
	const first = ring[0]
	return ring.length > 2 && JSON.stringify(first) !== JSON.stringify(ring.at(-1)) ? [...ring, first] : ring
}

/** Tells metres from degrees: projected coordinates are the most frequent reason for a number out of range. */
function explain(coordinates: unknown, message: string): Place {
	const [x, y] = firstPosition(coordinates)
	if (x === undefined || y === undefined) return bad('bad-geometry', message)
	if (!Number.isFinite(x + y)) return bad('bad-position', message)
	if (Math.abs(x) > 1_000 || Math.abs(y) > 1_000) {
		return bad('projected-coordinates', `${x}, ${y} are metres of a projected system such as EPSG:25832; ask the source for WGS 84`)
	}
	const place = Math.abs(x) > 180 || Math.abs(y) > 90 || (x === 0 && y === 0)
	return bad(place ? 'bad-position' : 'bad-geometry', message)
}

function firstPosition(value: unknown): readonly number[] {
	let inner = value
	while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0]
	return itemsOf(inner).filter((item) => typeof item === 'number')
}

function outside(geometry: Geometry, within: Box | undefined): Place | undefined {
	if (!within) return undefined
	const points = verticesOf(geometry)
	if (points.every(([lng, lat]) => isIn(within, lng, lat))) return undefined
	const swapped = points.every(([lng, lat]) => isIn(within, lat, lng))
	return bad('outside-area', swapped ? 'latitude and longitude are swapped' : 'the feature lies outside of the configured area')
}

function isIn([west, south, east, north]: Box, lng: number, lat: number): boolean {
	return lng >= west && lng <= east && lat >= south && lat <= north
}

function bad(reason: string, message: string): Place {
	return { type: 'bad', reason, message, path: 'geometry.coordinates' }
}
