import type { Map as LeafletMap } from 'leaflet'

import type { Off } from '../host-types.ts'
import { readPalette } from '../palette.ts'
import type { Palette } from '../palette.ts'
import type { LoadGeojson, Overlay, Overlays, OverlayStates } from './overlays.ts'

/** Fetches what draws overlays with the first one that is wanted. */
export class OverlayDesk {
	readonly #map: LeafletMap
	readonly #listeners = new Set<(states: OverlayStates) => void>()
	#overlays: Promise<Overlays> | undefined
	#disposed = false

	constructor(map: LeafletMap) {
		this.#map = map
	}

	readonly set = (chosen: readonly Overlay[], load: LoadGeojson): void => {
		if (chosen.length === 0 && !this.#overlays) return
		this.#overlays ??= this.#open(load)
		void this.#overlays.then((overlays) => this.#disposed || overlays.set(chosen))
	}

	readonly onStates = (listener: (states: OverlayStates) => void): Off => {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}

	readonly setPalette = (): void => {
		void this.#overlays?.then((overlays) => this.#disposed || overlays.setPalette(this.#palette()))
	}

	readonly dispose = (): void => {
		this.#disposed = true
		this.#listeners.clear()
		void this.#overlays?.then((overlays) => overlays.dispose())
	}

	async #open(load: LoadGeojson): Promise<Overlays> {
		const { Overlays: Kept } = await import('./overlays.ts')
		const onStates = (states: OverlayStates) => {
			for (const listener of this.#listeners) listener(states)
		}
		return new Kept(this.#map, { palette: this.#palette(), load, onStates })
	}

	#palette(): Palette {
		const style = getComputedStyle(this.#map.getContainer())
		return readPalette('dark', (property) => style.getPropertyValue(property))
	}
}
