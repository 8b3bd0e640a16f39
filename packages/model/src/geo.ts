import * as z from 'zod'

import { quick } from './quick.ts'

/** WGS 84, degrees. Inside the code positions are always named; GeoJSON order exists on the wire only. */
export type Position = { readonly lat: number; readonly lng: number }
/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Names the fault of a place that cannot be. */
export const outOfRange = { params: { fault: 'bad-position' } }

export const Longitude = z
	.number()
	.refine((value) => value >= -180 && value <= 180, { ...outOfRange, error: 'longitude must lie within -180…180' })
	.meta({ minimum: -180, maximum: 180 })
export const Latitude = z
	.number()
	.refine((value) => value >= -90 && value <= 90, { ...outOfRange, error: 'latitude must lie within -90…90' })
	.meta({ minimum: -90, maximum: 90 })

/** What is said of a position of exactly 0/0. */
export const NO_FIX = '0/0 is a position sensor without a fix, not a place'

/** Longitude, latitude and an optional height that is kept and not used (RFC 7946 §3.1.1). Exactly 0/0 is a sensor without a fix. */
const Coordinate = quick(
	z
		.union([z.tuple([Longitude, Latitude]), z.tuple([Longitude, Latitude, z.number()])])
		.refine(([lng, lat]) => lng !== 0 || lat !== 0, { ...outOfRange, error: NO_FIX })
		.meta({ not: { anyOf: [noFix([]), noFix([{}])] }, $comment: NO_FIX }),
	isPlace,
)

function isPlace(value: unknown): boolean {
	return Array.isArray(value) && isPosition(value)
}

function isPosition(position: readonly unknown[]): boolean {
	const [lng, lat, height = 0] = position
	if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(height)) return false
	const { length } = position
	return (length === 2 || (length === 3 && position[2] !== undefined)) && isOnEarth(lng, lat) && (lng !== 0 || lat !== 0)
}

function isOnEarth(lng: number, lat: number): boolean {
	return lng >= -180 && lng <= 180 && lat >= -90 && lat <= 90
}

/** What the refinement says, for JSON Schema. */
function noFix(height: readonly object[]) {
	const prefixItems = [{ const: 0 }, { const: 0 }, ...height]
	return { type: 'array', prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length }
}

const MAX_VERTICES = 50_000
const line = z.array(Coordinate).min(2).max(MAX_VERTICES)
const ring = z
	.array(Coordinate)
	.min(4)
	.max(MAX_VERTICES)
	.refine((points) => points[0]?.[0] === points.at(-1)?.[0] && points[0]?.[1] === points.at(-1)?.[1], 'a ring must end where it begins')
	.meta({ $comment: 'A ring ends where it begins, which JSON Schema cannot say: an open ring is refused by the hub.' })

/** GeoJSON geometry (RFC 7946), longitude first, without GeometryCollection: a thing has one shape. */
export const Geometry = z.discriminatedUnion(
	'type',
	[
		z.strictObject({ type: z.literal('Point'), coordinates: Coordinate }),
		z.strictObject({ type: z.literal('MultiPoint'), coordinates: z.array(Coordinate).min(1).max(MAX_VERTICES) }),
		z.strictObject({ type: z.literal('LineString'), coordinates: line }),
		z.strictObject({ type: z.literal('MultiLineString'), coordinates: z.array(line).min(1).max(1_000) }),
		z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(1_000) }),
		z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1).max(1_000)).min(1).max(1_000) }),
	],
	{
		error: ({ code }) =>
			code === 'invalid_union' ? 'must be one of Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon' : undefined,
	},
)
export type Geometry = z.infer<typeof Geometry>
export type Coordinate = z.infer<typeof Coordinate>

/** How a geometry came about, best first (domain rule: a gateway's or sender's place is never the thing's own). */
export const GeometrySource = z.enum(['given', 'geocode', 'admin-area', 'sender-position', 'estimated'])
export type GeometrySource = z.infer<typeof GeometrySource>

export function pointGeometry({ lat, lng }: Position): Geometry {
	return { type: 'Point', coordinates: [lng, lat] }
}

/** Every vertex of a geometry, whatever its nesting. */
export function verticesOf(geometry: Geometry): readonly Coordinate[] {
	switch (geometry.type) {
		case 'Point':
			return [geometry.coordinates]
		case 'MultiPoint':
		case 'LineString':
			return geometry.coordinates
		case 'MultiLineString':
		case 'Polygon':
			return geometry.coordinates.flat()
		case 'MultiPolygon':
			return geometry.coordinates.flat(2)
	}
}

/** The smallest box around a geometry. Geometries across the antimeridian are not expected in this trade. */
export function boundsOf(geometry: Geometry): Box {
	let west = 180
	let south = 90
	let east = -180
	let north = -90
	for (const [lng, lat] of verticesOf(geometry)) {
		if (lng < west) west = lng
		if (lng > east) east = lng
		if (lat < south) south = lat
		if (lat > north) north = lat
	}
	return [west, south, east, north]
}

/** Great-circle distance in metres on a sphere of 6,371,008.8 m; within 0.5 % of the ellipsoid. */
export function distanceMetres(a: Position, b: Position): number {
	const rad = Math.PI / 180
	const sinLat = Math.sin(((b.lat - a.lat) * rad) / 2)
	const sinLng = Math.sin(((b.lng - a.lng) * rad) / 2)
	const h = sinLat * sinLat + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * sinLng * sinLng
	return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)))
}
