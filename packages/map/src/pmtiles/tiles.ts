import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { FeatureCollection } from 'geojson'
import GeoJSONVT from 'geojson-vt'

import { mercatorX, mercatorY } from '../mercator.ts'
import type { ArchiveTile } from './write.ts'

const EXTENT = 4096
/** Lines and shores are drawn some pixels beyond the tile's edge: 64 of 4,096 are 8 px on the screen. */
const BUFFER = 128

export type TilePlan = {
	readonly layers: Readonly<Record<string, FeatureCollection>>
	readonly zooms: { readonly min: number; readonly max: number }
	readonly bounds: readonly [west: number, south: number, east: number, north: number]
}

/** Vector tiles of all layers over a box; tiles without content are left out. */
export function cutTiles({ layers, zooms, bounds }: TilePlan): readonly ArchiveTile[] {
	const cutters = Object.entries(layers).map(([name, data]) => {
		return { name, cut: new GeoJSONVT(data, { maxZoom: zooms.max, indexMaxZoom: 5, tolerance: 2, extent: EXTENT, buffer: BUFFER }) }
	})
	const tiles: ArchiveTile[] = []
	for (let z = zooms.min; z <= zooms.max; z++) {
		for (const { x, y } of tilesOver(bounds, z)) {
			const found = cutters.flatMap(({ name, cut }) => {
				const tile = cut.getTile(z, x, y)
				return tile && tile.features.length > 0 ? [[name, tile] as const] : []
			})
			if (found.length > 0) tiles.push({ z, x, y, data: fromGeojsonVt(Object.fromEntries(found), { version: 2, extent: EXTENT }) })
		}
	}
	return tiles
}

function tilesOver([west, south, east, north]: TilePlan['bounds'], z: number): readonly { readonly x: number; readonly y: number }[] {
	const side = 2 ** z
	const [left, right] = [Math.floor(mercatorX(west) * side), Math.floor(mercatorX(east) * side)]
	const [top, bottom] = [Math.floor(mercatorY(north) * side), Math.floor(mercatorY(south) * side)]
	const columns = Array.from({ length: right - left + 1 }, (_, index) => left + index)
	return columns.flatMap((x) => Array.from({ length: bottom - top + 1 }, (_, index) => ({ x, y: top + index })))
}
