import type { Map as LeafletMap } from 'leaflet'

import type { Off } from '../host-types.ts'
import { onceThere } from '../once-there.ts'
import type { Palette } from '../palette.ts'
import type { GridLayer } from './grid-layer.ts'

/** Over the ground, whose tiles are toned, and under the overlays. */
const PANE = 'lagebild-grid'

type GridLook = { readonly palette: Palette; readonly maxRatio: number }

/** Puts the grid over an online map, and fetches what draws it with the first wish for it. */
export class GridSwitch {
	readonly #map: LeafletMap
	#look: GridLook
	#layer: GridLayer | undefined
	#remove: Off | undefined

	constructor(map: LeafletMap, look: GridLook) {
		this.#map = map
		this.#look = look
		const pane = map.createPane(PANE)
		pane.style.zIndex = '250'
		pane.style.pointerEvents = 'none'
	}

	set(wanted: boolean): void {
		if (wanted === (this.#remove !== undefined)) return
		this.#remove?.()
		this.#remove = wanted
			? onceThere(import('./grid-layer.ts'), ({ GridLayer: Layer }) => this.#add(new Layer(PANE, this.#look)))
			: undefined
	}

	setPalette(palette: Palette): void {
		this.#look = { ...this.#look, palette }
		this.#layer?.setPalette(palette)
	}

	#add(layer: GridLayer): Off {
		this.#layer = layer.addTo(this.#map)
		return () => {
			layer.remove()
			this.#layer = undefined
		}
	}
}
