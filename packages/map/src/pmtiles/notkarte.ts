import type { Feature, FeatureCollection } from 'geojson'

import { cutTiles } from './tiles.ts'
import { writeArchive } from './write.ts'

const BOUNDS = [9.53, 53.33, 10.45, 53.78] as const
const ZOOMS = { min: 7, max: 12 } as const

/** Layer, kind there, and properties that are kept, in the schema that Protomaps' own maps use: a real extract is then a change of file. */
const LAYERS: Readonly<Record<string, { readonly layer: string; readonly kind: string; readonly keep?: readonly string[] }>> = {
	water: { layer: 'water', kind: 'water' },
	basin: { layer: 'water', kind: 'canal', keep: ['width_m'] },
	'water-label': { layer: 'water', kind: 'label', keep: ['name', 'angle', 'min_zoom'] },
	highway: { layer: 'roads', kind: 'highway' },
	trunk: { layer: 'roads', kind: 'trunk' },
	road: { layer: 'roads', kind: 'major_road' },
	rail: { layer: 'roads', kind: 'rail' },
	shield: { layer: 'roads', kind: 'shield', keep: ['name'] },
	dike: { layer: 'dikes', kind: 'dike' },
	state: { layer: 'boundaries', kind: 'region' },
	place: { layer: 'places', kind: 'locality', keep: ['name', 'rank'] },
	quarter: { layer: 'places', kind: 'locality', keep: ['name', 'rank'] },
}

/** @throws when the text is no drawing: the builder must not write an empty map. */
export function readDrawing(text: string): FeatureCollection {
	const value: unknown = JSON.parse(text)
	if (!isCollection(value)) throw new Error('not a GeoJSON FeatureCollection')
	return value
}

function isCollection(value: unknown): value is FeatureCollection {
	return (
		typeof value === 'object' &&
		value !== null &&
		'type' in value &&
		value.type === 'FeatureCollection' &&
		'features' in value &&
		Array.isArray(value.features)
	)
}

/** A ring as a line: its edge is stroked, and a tile's own edge must not be. */
function asLine(feature: Feature): Feature {
	const { geometry } = feature
	return geometry.type === 'Polygon' ? { ...feature, geometry: { type: 'MultiLineString', coordinates: geometry.coordinates } } : feature
}

const SMOOTHED = new Set(['trunk', 'road', 'rail', 'dike', 'basin'])
const PIECES = 4

/** A Catmull-Rom curve through the drawn points: crossings stay where they were drawn. */
function smoothed(feature: Feature): Feature {
	const { geometry, properties } = feature
	if (geometry.type !== 'LineString' || !SMOOTHED.has(String(properties?.['kind']))) return feature
	const points = geometry.coordinates
	const curve = points.slice(0, -1).flatMap((point, index) => {
		const next = points[index + 1] ?? point
		const corners = [points[index - 1] ?? point, point, next, points[index + 2] ?? next]
		return Array.from({ length: PIECES }, (_, piece) =>
			[0, 1].map((axis) =>
				between(
					corners.map((corner) => corner[axis] ?? 0),
					piece / PIECES,
				),
			),
		)
	})
	return { ...feature, geometry: { type: 'LineString', coordinates: [...curve, points.at(-1) ?? [0, 0]] } }
}

function between([a = 0, b = 0, c = 0, d = 0]: readonly number[], t: number): number {
	const value = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3)
	return Math.round(value * 1e6) / 1e6
}

export function layersOf({ features }: FeatureCollection): Record<string, FeatureCollection> {
	const layers: Record<string, FeatureCollection> = {}
	for (const feature of features.map(smoothed)) {
		const given = new Map<string, unknown>(Object.entries(feature.properties ?? {}))
		const found = LAYERS[String(given.get('kind'))]
		if (!found) continue
		const { layer, kind, keep = [] } = found
		const kept = keep.filter((name) => given.has(name)).map((name) => [name, given.get(name)] as const)
		const collection = (layers[layer] ??= { type: 'FeatureCollection', features: [] })
		collection.features.push({
			...(layer === 'boundaries' ? asLine(feature) : feature),
			properties: Object.fromEntries([['kind', kind], ...kept]),
		})
	}
	return layers
}

/** The emergency map as an archive, from the drawing in `data/hamburg-schematic.geojson`. */
export function notkarteArchive(drawing: FeatureCollection, gzip: (data: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
	const layers = layersOf(drawing)
	return writeArchive({
		tiles: cutTiles({ layers, zooms: ZOOMS, bounds: BOUNDS }),
		metadata: {
			name: 'Notkarte Hamburg',
			description: 'Schematic, about ±300 m, not for measuring',
			attribution: 'GeoNames, CC BY 4.0',
			vector_layers: Object.keys(layers).map((id) => ({ id, fields: {} })),
		},
		bounds: BOUNDS,
		center: { lng: 9.99, lat: 53.53, zoom: 11 },
		gzip,
	})
}
