import { verticesOf } from '@lagebild/model/geo.ts'
import type { Box, Coordinate, Geometry } from '@lagebild/model/geo.ts'

import type { Reject } from '../adapter.ts'
import { placeOf } from '../geojson/geometry.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { rawOf } from '../text.ts'

export type Outline = { readonly geometry?: Geometry; readonly rejects: readonly Reject[] }

type Polygons = readonly (readonly Coordinate[][])[]

const MAX_POLYGONS = 1_000

export function isFeatures(value: JsonObject): boolean {
	return value['type'] === 'FeatureCollection' || value['type'] === 'Feature'
}

/** The features of a warning's `geojson`, which may be several: their union. Points stand only where there is no polygon. */
export function outlineIn(value: JsonObject, box: Box): Outline {
	const features = value['type'] === 'Feature' ? [value] : itemsOf(value['features'])
	const read = features.slice(0, MAX_POLYGONS).map((feature) => shapeOf(feature, box))
	const geometries = read.flatMap(({ geometry }) => geometry ?? [])
	const geometry = unionOf(geometries)
	return { ...(geometry && { geometry }), rejects: read.flatMap(({ rejects }) => rejects) }
}

/** The warnings that the features name: one, as long as the service keeps to its own form. */
export function warnedIds(value: JsonObject): readonly string[] {
	const features = value['type'] === 'Feature' ? [value] : itemsOf(value['features'])
	const ids = features.flatMap((feature): readonly string[] => {
		const properties = isObject(feature) ? feature['properties'] : undefined
		const id = isObject(properties) ? properties['warnId'] : undefined
		return typeof id === 'string' ? [id] : []
	})
	return [...new Set(ids)]
}

function shapeOf(feature: unknown, box: Box): Outline {
	const place = placeOf(isObject(feature) ? feature['geometry'] : undefined, undefined)
	if (place.type === 'none') return { rejects: [] }
	if (place.type === 'bad') {
		return { rejects: [{ reason: place.reason, message: place.message, path: place.path, raw: rawOf(feature) }] }
	}
	const points = verticesOf(place.geometry)
	const swapped = !points.some(([lng, lat]) => isIn(box, lng, lat)) && points.every(([lng, lat]) => isIn(box, lat, lng))
	if (!swapped) return { geometry: place.geometry, rejects: [] }
	const message = 'latitude stands before longitude; the outline was read the other way round'
	return {
		geometry: turnedRound(place.geometry),
		rejects: [{ reason: 'swapped-axes', message, path: 'geometry.coordinates', raw: rawOf(feature) }],
	}
}

function unionOf(geometries: readonly Geometry[]): Geometry | undefined {
	const polygons = geometries.flatMap((one): Polygons =>
		one.type === 'Polygon' ? [one.coordinates] : one.type === 'MultiPolygon' ? one.coordinates : [],
	)
	if (polygons.length > 0) return { type: 'MultiPolygon', coordinates: polygons.map((rings) => [...rings]) }
	return geometries[0]
}

function turnedRound(geometry: Geometry): Geometry {
	const polygons: Polygons =
		geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
	if (polygons.length > 0) {
		return {
			type: 'MultiPolygon',
			coordinates: polygons.map((rings) => rings.map((ring) => ring.map(([lng, lat]): Coordinate => [lat, lng]))),
		}
	}
	return { type: 'MultiPoint', coordinates: verticesOf(geometry).map(([lng, lat]): Coordinate => [lat, lng]) }
}

function isIn([west, south, east, north]: Box, lng: number, lat: number): boolean {
	return lng >= west && lng <= east && lat >= south && lat <= north
}
