import type { Position } from '@lagebild/model/geo.ts'
import type { TileLayerOptions } from 'leaflet'

import type { Basemap } from '../host-types.ts'
import { mercatorX, mercatorY } from '../mercator.ts'

/** Some servers name zoom levels with two digits and answer 400 to one. */
export function paddedZoom(zoom: number): string {
	return String(zoom).padStart(2, '0')
}

/** Leaflet fills a template from its options; a function is asked with the tile's own numbers. */
type Padded = TileLayerOptions & { readonly z2: (tile: { readonly z: number }) => string }

export function tileOptions({ minZoom, maxZoom }: Basemap): Padded {
	return {
		minNativeZoom: minZoom,
		maxNativeZoom: maxZoom,
		maxZoom: 22,
		z2: ({ z }) => paddedZoom(z),
	}
}

/** Address of the tile under a position: asked for to learn whether the map answers again. */
export function probeUrl({ url, minZoom, maxZoom }: Basemap, { lat, lng }: Position, zoom: number): string {
	const z = Math.max(minZoom, Math.min(maxZoom, Math.round(zoom)))
	const x = Math.floor(mercatorX(lng) * 2 ** z)
	const y = Math.floor(mercatorY(lat) * 2 ** z)
	return url
		.replaceAll('{z2}', paddedZoom(z))
		.replaceAll('{z}', String(z))
		.replaceAll('{x}', String(x))
		.replaceAll('{y}', String(y))
		.replaceAll('{s}', 'a')
		.replaceAll('{r}', '')
}
