import type { Box, Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import type { Drawing, DrawListener } from './edit/drawing.ts'
import type { Traces } from './edit/traces.ts'
import type { MapItem, Move } from './item.ts'
import type { PlaceMark } from './mark.ts'
import type { LoadGeojson, Overlay, OverlayStates } from './overlay/overlays.ts'
import type { Theme } from './palette.ts'
import type { SelfMark } from './self.ts'

/** A raster source as the configuration names it. `{z2}` in the template is the zoom padded to two digits. */
export type Basemap = {
	readonly id: string
	readonly name: string
	readonly url: string
	readonly attribution: string
	readonly minZoom: number
	readonly maxZoom: number
}

/** `chosen` the schematic map is the user's choice · `offline`, `tiles` the online map failed · `none` none is configured · `asking` it is not known yet whether the online map answers · `missing` the schematic map itself cannot be read. */
export type BasemapReason = 'chosen' | 'offline' | 'tiles' | 'none' | 'asking' | 'missing'

export type BasemapState = {
	readonly id: string
	/** True while the emergency map is shown: say "Notkarte, schematisch, ± 300 m, nicht zum Messen". */
	readonly schematic: boolean
	readonly reason?: BasemapReason
	readonly attribution: string
}

/** Name of the emergency map in `setBasemaps(list, chosenId)` and in `BasemapState.id`. */
export const NOTKARTE_ID = 'notkarte'

export type ScaleBar = { readonly metres: number; readonly pixels: number }

export type View = {
	readonly center: Position
	readonly zoom: number
	readonly box: Box
	/** UTMREF of the centre to 100 m: `32U NE 646 298`. */
	readonly utmref: string
	readonly metresPerPixel: number
	/** A round distance and its length on the screen, at most 120 px. */
	readonly scale: ScaleBar
}

export type MapOptions = {
	readonly theme: Theme
	/** Accessible name of the map region. */
	readonly label: string
	readonly center?: Position
	readonly zoom?: number
	/** Height of a tactical sign in CSS pixels, 24–64. */
	readonly symbolSize?: number
	/** Most canvas pixels for one CSS pixel: each costs a tablet time and battery. Absent: 3. */
	readonly maxRatio?: number
	/**
	 * Whether an online map can be reached. The page asks its hub: a browser that asks a server which is not there logs an error each time.
	 * Absent: one tile is asked for.
	 */
	readonly reaches?: (basemap: Basemap) => Promise<boolean>
}

/** Where somebody asked for the menu, by the right button, a long press or the keyboard's menu key; `x` and `y` are pixels of the map's element. */
export type MapMenu = { readonly position: Position; readonly id: EntityId | undefined; readonly x: number; readonly y: number }

/** Stops a subscription. */
export type Off = () => void

export type MapHost = {
	readonly setTheme: (theme: Theme) => void
	/** First of the list unless one is chosen; the emergency map when the list is empty or fails. */
	readonly setBasemaps: (list: readonly Basemap[], chosenId?: string) => void
	/** UTM grid over any base map; before the first call it lies over the emergency map alone. */
	readonly setGrid: (shown: boolean) => void
	/** The whole picture; what did not change (by identity) costs nothing. */
	readonly setItems: (items: readonly MapItem[]) => void
	readonly moveItems: (moves: readonly Move[]) => void
	readonly select: (id: EntityId | undefined) => void
	readonly onSelect: (listener: (id: EntityId | undefined) => void) => Off
	/** The thing under the pointer, for a tooltip; undefined when there is none. */
	readonly onHover: (listener: (id: EntityId | undefined) => void) => Off
	readonly onMenu: (listener: (menu: MapMenu) => void) => Off
	/** Draws with mouse, pen or finger until it is ended; meanwhile nothing is chosen by a click. Its code is fetched when it is first needed. */
	readonly draw: (listener: DrawListener) => Promise<Drawing>
	/** Those of the configuration that are to be shown; their code is fetched with the first one. */
	readonly setOverlays: (chosen: readonly Overlay[], load: LoadGeojson) => void
	readonly onOverlayStates: (listener: (states: OverlayStates) => void) => Off
	/** What was just said, and where orders lead. */
	readonly setTraces: (traces: Traces) => void
	/** Called at once with the present view and after every change, at most once per frame. */
	readonly onViewChange: (listener: (view: View) => void) => Off
	/** Called at once with the present state and after every change. */
	readonly onBasemapChange: (listener: (state: BasemapState) => void) => Off
	/** Ring of the parallel list: brings the thing into view and marks it without selecting it. */
	readonly focusItem: (id: EntityId | undefined) => void
	/** One pulse of two seconds around a thing; `look`: it is brought into view first. */
	readonly ring: (id: EntityId, look: boolean) => void
	readonly fit: (box: Box) => void
	readonly panTo: (position: Position) => void
	/** Marks a place that was looked up and brings it into view; undefined removes the mark. */
	readonly setMark: (mark: PlaceMark | undefined) => void
	/** Where this device is; undefined removes it. */
	readonly setSelf: (self: SelfMark | undefined) => void
	readonly zoomIn: () => void
	readonly zoomOut: () => void
	readonly setSymbolSize: (px: number) => void
	readonly invalidateSize: () => void
	readonly dispose: () => void
}
