import type { LeafletMouseEvent, Map as LeafletMap } from 'leaflet'

import type { MapMenu, Off } from '../host-types.ts'
import type { TacticalLayer } from '../layer/tactical-layer.ts'
import { onceThere } from '../once-there.ts'
import { OverlayDesk } from '../overlay/overlay-desk.ts'
import { readPalette } from '../palette.ts'
import type { SelfMark } from '../self.ts'
import type { Drawing, DrawListener } from './drawing.ts'
import type { Traces } from './traces.ts'

/** What people do on the map beside looking: the menu at a place, drawing, traces of what they said, and where they are themselves. */
export class Workbench {
	readonly #map: LeafletMap
	readonly #tactical: TacticalLayer
	readonly overlays: OverlayDesk
	readonly #menus = new Set<(menu: MapMenu) => void>()
	#drawings = 0
	#untrace: Off | undefined
	#traced = ''
	#unself: Off | undefined

	constructor(map: LeafletMap, tactical: TacticalLayer) {
		this.#map = map
		this.#tactical = tactical
		this.overlays = new OverlayDesk(map)
		map.on('contextmenu', this.#openMenu)
	}

	/** A click means a point of what is being drawn. */
	get drawing(): boolean {
		return this.#drawings > 0
	}

	readonly onMenu = (listener: (menu: MapMenu) => void): Off => {
		this.#menus.add(listener)
		return () => this.#menus.delete(listener)
	}

	readonly draw = async (listener: DrawListener): Promise<Drawing> => {
		const { createDrawing } = await import('./drawing.ts')
		const style = getComputedStyle(this.#map.getContainer())
		const palette = readPalette('dark', (property) => style.getPropertyValue(property))
		const drawing = createDrawing(this.#map, palette, listener)
		this.#drawings += 1
		let ended = false
		return {
			...drawing,
			end: () => {
				if (ended) return
				ended = true
				this.#drawings -= 1
				drawing.end()
			},
		}
	}

	readonly setTraces = (traces: Traces): void => {
		const traced = JSON.stringify(traces)
		if (traced === this.#traced) return
		this.#traced = traced
		this.#untrace?.()
		this.#untrace =
			traces.pending.length + traces.ties.length > 0
				? onceThere(import('./traces.ts'), ({ drawTraces }) => drawTraces(this.#map, traces))
				: undefined
	}

	readonly setSelf = (self: SelfMark | undefined): void => {
		this.#unself?.()
		this.#unself = self && onceThere(import('../self.ts'), ({ drawSelf }) => drawSelf(this.#map, self))
	}

	readonly dispose = (): void => {
		this.#menus.clear()
		this.overlays.dispose()
		this.#untrace?.()
		this.#unself?.()
		this.#map.off('contextmenu', this.#openMenu)
	}

	readonly #openMenu = ({ latlng: { lat, lng }, containerPoint: { x, y } }: LeafletMouseEvent): void => {
		if (this.drawing) return
		const hit = this.#tactical.hit({ x, y })
		const id = hit?.type === 'item' ? hit.id : undefined
		for (const listener of this.#menus) listener({ position: { lat, lng }, id, x, y })
	}
}
