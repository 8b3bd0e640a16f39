import type { Feature, FeatureCollection } from 'geojson'

import { cutTiles } from './tiles.ts'
import { writeArchive } from './write.ts'

const BOUNDS = [9.53, 53.33, 10.45, 53.78] as const
const ZOOMS = { min: 7, max: 12 } as const

/** Layer and properties of a drawn feature in the schema that Protomaps' own maps use, so that a real extract is a change of file. */
function layerOf({ properties }: Feature): readonly [layer: string, properties: Record<string, unknown>] | undefined {
	const { kind, name, rank, width_m, angle, min_zoom } = properties ?? {}
	switch (kind) {
		case 'water':
			return ['water', { kind: 'water' }]
		case 'basin':
			return ['water', { kind: 'canal', width_m }]
		case 'water-label':
			return ['water', { kind: 'label', name, angle, min_zoom }]
		case 'highway':
			return ['roads', { kind: 'highway' }]
		case 'trunk':
			return ['roads', { kind: 'trunk' }]
		case 'road':
			return ['roads', { kind: 'major_road' }]
		case 'rail':
			return ['roads', { kind: 'rail' }]
		case 'shield':
			return ['roads', { kind: 'shield', name }]
		case 'dike':
			return ['dikes', { kind: 'dike' }]
		case 'state':
			return ['boundaries', { kind: 'region' }]
		case 'place':
		case 'quarter':
			return ['places', { kind: 'locality', name, rank }]
		default:
			return undefined
	}
}

/** A ring as a line: its edge is stroked, and a tile's own edge must not be. */
function asLine(feature: Feature): Feature {
	const { geometry } = feature
	return geometry.type === 'Polygon' ? { ...feature, geometry: { type: 'MultiLineString', coordinates: geometry.coordinates } } : feature
}

export function layersOf({ features }: FeatureCollection): Record<string, FeatureCollection> {
	const layers: Record<string, FeatureCollection> = {}
	for (const feature of features) {
		const found = layerOf(feature)
		if (!found) continue
		const [layer, properties] = found
		const known = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
		const drawn = layer === 'boundaries' ? asLine(feature) : feature
		const collection = (layers[layer] ??= { type: 'FeatureCollection', features: [] })
		collection.features.push({ ...drawn, properties: known })
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
