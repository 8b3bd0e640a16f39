import { Canvas, CircleMarker, GeoJSON, TileLayer } from 'leaflet'
import type { Layer, Map as LeafletMap } from 'leaflet'

import { paddedZoom } from '../basemap/tiles.ts'
import type { Palette } from '../palette.ts'

/** What lies over the base map and under the picture, as the configuration names it. */
export type Overlay = {
	readonly id: string
	readonly name: string
	readonly type: 'geojson' | 'wms' | 'wmts'
	readonly url: string
	readonly layers?: string
	readonly format?: string
	readonly attribution: string
	readonly opacity: number
	readonly shown: boolean
	readonly minZoom: number
	readonly maxZoom: number
}

/** `failed`: three pictures in a row did not come, or the document cannot be read. */
export type OverlayState = 'loading' | 'shown' | 'failed'
export type OverlayStates = ReadonlyMap<string, OverlayState>

export type LoadGeojson = (overlay: Overlay) => Promise<GeoJSON.GeoJsonObject | undefined>

const PANE = 'lagebild-overlays'
/** One lost tile is weather; three in a row are an outage. */
const FAILED_TILES = 3

/** Keeps the chosen overlays on the map and says how each of them is. */
export class Overlays {
	readonly #map: LeafletMap
	readonly #load: LoadGeojson
	readonly #onStates: (states: OverlayStates) => void
	readonly #layers = new Map<string, { readonly overlay: Overlay; layer: Layer | undefined; failed: number }>()
	readonly #states = new Map<string, OverlayState>()
	#palette: Palette

	constructor(
		map: LeafletMap,
		{ palette, load, onStates }: { palette: Palette; load: LoadGeojson; onStates: (states: OverlayStates) => void },
	) {
		this.#map = map
		this.#palette = palette
		this.#load = load
		this.#onStates = onStates
		const pane = map.getPane(PANE) ?? map.createPane(PANE)
		pane.style.zIndex = '300'
		pane.style.pointerEvents = 'none'
	}

	/** Those that are to be shown, the last one on top. */
	set(chosen: readonly Overlay[]): void {
		for (const [id, { overlay }] of this.#layers) if (!chosen.includes(overlay)) this.#drop(id)
		for (const overlay of chosen) if (!this.#layers.has(overlay.id)) this.#add(overlay)
	}

	/** Lines are in the colours of the theme. */
	setPalette(palette: Palette): void {
		this.#palette = palette
		const shown = [...this.#layers.values()].map(({ overlay }) => overlay)
		for (const { id, type } of shown) if (type === 'geojson') this.#drop(id)
		this.set(shown)
	}

	dispose(): void {
		for (const id of this.#layers.keys()) this.#drop(id)
	}

	#drop(id: string): void {
		this.#layers.get(id)?.layer?.remove()
		this.#layers.delete(id)
		this.#states.delete(id)
		this.#onStates(new Map(this.#states))
	}

	#add(overlay: Overlay): void {
		this.#layers.set(overlay.id, { overlay, layer: undefined, failed: 0 })
		this.#say(overlay, 'loading')
		if (overlay.type === 'geojson') void this.#addLines(overlay)
		else this.#place(overlay, this.#tiles(overlay))
	}

	#place(overlay: Overlay, layer: Layer): void {
		const known = this.#layers.get(overlay.id)
		if (known?.overlay !== overlay) return
		known.layer = layer.addTo(this.#map)
	}

	#tiles(overlay: Overlay): TileLayer {
		const layer = tileLayer(overlay)
		layer.on('tileload', () => this.#came(overlay))
		layer.on('tileerror', () => this.#lost(overlay))
		return layer
	}

	#came(overlay: Overlay): void {
		const known = this.#layers.get(overlay.id)
		if (known) known.failed = 0
		this.#say(overlay, 'shown')
	}

	#lost(overlay: Overlay): void {
		const known = this.#layers.get(overlay.id)
		if (!known) return
		known.failed += 1
		if (known.failed >= FAILED_TILES) this.#say(overlay, 'failed')
	}

	async #addLines(overlay: Overlay): Promise<void> {
		const lines = await this.#load(overlay).catch(() => undefined)
		if (this.#layers.get(overlay.id)?.overlay !== overlay) return
		if (!lines) return this.#say(overlay, 'failed')
		try {
			this.#place(overlay, geojsonLayer(lines, overlay, this.#palette))
			this.#say(overlay, 'shown')
		} catch {
			/** A document that calls itself GeoJSON and holds shapes that are none. */
			this.#say(overlay, 'failed')
		}
	}

	#say({ id }: Overlay, state: OverlayState): void {
		if (this.#states.get(id) === state) return
		this.#states.set(id, state)
		this.#onStates(new Map(this.#states))
	}
}

function tileLayer({ type, url, layers = '', format = 'image/png', opacity, minZoom, maxZoom }: Overlay): TileLayer {
	const common = { pane: PANE, opacity, minNativeZoom: minZoom, minZoom, maxNativeZoom: maxZoom, maxZoom: 22 }
	if (type === 'wms') return new TileLayer.WMS(url, { ...common, layers, format, transparent: true, version: '1.3.0' })
	/** Leaflet fills a template from its options; a function is asked with the tile's own numbers. */
	const padded: typeof common & { readonly z2: (tile: { readonly z: number }) => string } = { ...common, z2: ({ z }) => paddedZoom(z) }
	return new TileLayer(url, padded)
}

function geojsonLayer(lines: GeoJSON.GeoJsonObject, { opacity }: Overlay, { label, halo }: Palette): Layer {
	const renderer = new Canvas({ pane: PANE })
	const style = {
		pane: PANE,
		renderer,
		interactive: false,
		color: label,
		opacity,
		weight: 2.4,
		fillColor: label,
		fillOpacity: 0.1 * opacity,
	}
	return new GeoJSON(lines, {
		pane: PANE,
		interactive: false,
		style,
		pointToLayer: (_feature, place) => new CircleMarker(place, { ...style, radius: 4, color: halo, fillOpacity: opacity, weight: 1.5 }),
	})
}
