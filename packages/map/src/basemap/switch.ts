import { TileLayer } from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'

import notkarteUrl from '../../data/notkarte.pmtiles?url'
import { NOTKARTE_ID } from '../host-types.ts'
import type { Basemap, BasemapReason, BasemapState, MapOptions } from '../host-types.ts'
import type { TacticalLayer } from '../layer/tactical-layer.ts'
import type { Palette, Theme } from '../palette.ts'
import { GridSwitch } from './grid-switch.ts'
import type { NotkarteLayer } from './notkarte-layer.ts'
import type { OpenedNotkarte } from './notkarte.ts'
import { probeUrl, tileOptions } from './tiles.ts'

/** One lost tile is weather; three in a row are an outage. */
const FAILED_TILES = 3
const RETRY_MS = 60_000
const NOTKARTE_ATTRIBUTION = 'GeoNames, CC BY 4.0'

type SwitchOptions = {
	/** Carries the names of the emergency map between its areas and its signs. */
	readonly tactical: TacticalLayer
	readonly palette: Palette
	readonly onChange: (state: BasemapState) => void
	readonly reaches: Reaches | undefined
}

/** What draws it is needed only while no online map answers, and is a seventh of the page. */
async function openLater(): Promise<OpenedNotkarte> {
	const { openNotkarte } = await import('./notkarte.ts')
	return openNotkarte(notkarteUrl)
}

/** Chooses the ground of the map: the configured online map while it answers, the emergency map otherwise, and back again by itself. */
export class BasemapSwitch {
	readonly #map: LeafletMap
	readonly #tactical: TacticalLayer
	readonly #onChange: (state: BasemapState) => void
	readonly #reaches: Reaches
	readonly #lines: GridSwitch
	/** Absent: over the emergency map alone. */
	#grid: boolean | undefined
	#palette: Palette
	#chosen: Basemap | undefined
	#raster: TileLayer | undefined
	#notkarte: NotkarteLayer | undefined
	#archive: Promise<OpenedNotkarte> | undefined
	#state: BasemapState | undefined
	/** Why the emergency map is shown, also while it cannot be read. */
	#reason: BasemapReason = 'none'
	#failed = 0
	#retry: ReturnType<typeof setInterval> | undefined
	#disposed = false

	constructor(map: LeafletMap, { tactical, palette, onChange, reaches }: SwitchOptions) {
		this.#tactical = tactical
		this.#map = map
		this.#palette = palette
		this.#lines = new GridSwitch(map, { palette, maxRatio: tactical.maxRatio })
		this.#onChange = onChange
		this.#reaches = reaches ?? ((basemap) => answers(probeUrl(basemap, map.getCenter(), map.getZoom())))
		window.addEventListener('online', this.#online)
		window.addEventListener('offline', this.#offline)
	}

	get state(): BasemapState | undefined {
		return this.#state
	}

	set(list: readonly Basemap[], chosenId: string | undefined): void {
		this.#stopRetry()
		this.#chosen = chosenId === NOTKARTE_ID ? undefined : (list.find(({ id }) => id === chosenId) ?? list[0])
		if (!this.#chosen) this.#showNotkarte(chosenId === NOTKARTE_ID ? 'chosen' : 'none')
		else if (!navigator.onLine) this.#fall('offline')
		else if (this.#raster) this.#showRaster(this.#chosen)
		else this.#begin()
	}

	setGrid(shown: boolean): void {
		this.#grid = shown
		this.#notkarte?.setGrid(shown)
		this.#lines.set(shown && this.#raster !== undefined)
	}

	setPalette(palette: Palette): void {
		this.#palette = palette
		this.#lines.setPalette(palette)
		this.#notkarte?.setPalette(palette)
		this.#tone()
	}

	forgetFonts(): void {
		this.#notkarte?.forgetFonts()
	}

	dispose(): void {
		this.#disposed = true
		this.#stopRetry()
		this.#lines.set(false)
		window.removeEventListener('online', this.#online)
		window.removeEventListener('offline', this.#offline)
		this.#raster?.remove()
		this.#notkarte?.remove()
	}

	readonly #online = () => {
		if (this.#state?.schematic) this.#tryAgain()
	}

	readonly #offline = () => {
		if (this.#chosen && !this.#state?.schematic) this.#fall('offline')
	}

	#showRaster(basemap: Basemap): void {
		this.#stopRetry()
		this.#raster?.remove()
		this.#failed = 0
		const layer = new TileLayer(basemap.url, tileOptions(basemap))
		layer.on('tileload', () => {
			this.#failed = 0
		})
		layer.on('tileerror', () => {
			this.#failed += 1
			if (this.#failed >= FAILED_TILES && this.#raster === layer) this.#fall(navigator.onLine ? 'tiles' : 'offline')
		})
		this.#raster = layer.addTo(this.#map)
		this.#lines.set(this.#grid === true)
		this.#notkarte?.remove()
		this.#notkarte = undefined
		this.#tactical.setUnderlay(undefined)
		this.#tone()
		void this.#open()
		this.#say({ id: basemap.id, schematic: false, attribution: basemap.attribution })
	}

	/** Light maps on a dark interface blind; the signs above stay as they are. */
	#tone(): void {
		const pane = this.#map.getPane('tilePane')
		if (pane) pane.style.filter = this.#raster ? TONES[this.#palette.theme] : ''
	}

	#fall(reason: BasemapReason): void {
		this.#showNotkarte(reason)
		this.#stopRetry()
		this.#retry = setInterval(() => this.#tryAgain(), RETRY_MS)
	}

	#tryAgain(): void {
		if (!this.#notkarte) void this.#open()
		this.#probe()
	}

	/** The emergency map is there at once; the online map takes its place when it answers. */
	#begin(): void {
		this.#fall('asking')
		this.#probe()
	}

	/** Asks quietly whether the chosen map answers, before anything changes on the screen. */
	#probe(): void {
		const basemap = this.#chosen
		if (basemap && navigator.onLine) void this.#ask(basemap)
	}

	async #ask(basemap: Basemap): Promise<void> {
		const reached = await this.#reaches(basemap)
		if (this.#disposed || this.#chosen !== basemap || !this.#state?.schematic) return
		if (reached) this.#showRaster(basemap)
		else if (this.#reason === 'asking') this.#showNotkarte('tiles')
	}

	#stopRetry(): void {
		clearInterval(this.#retry)
		this.#retry = undefined
	}

	#showNotkarte(reason: BasemapReason): void {
		this.#reason = reason
		this.#raster?.remove()
		this.#raster = undefined
		this.#lines.set(false)
		this.#tone()
		this.#sayNotkarte()
		if (!this.#notkarte) void this.#open()
	}

	/** The archive is fetched with the first map, not when the network has already gone. */
	async #open(): Promise<void> {
		this.#archive ??= openLater()
		try {
			this.#place(await this.#archive)
		} catch {
			this.#missing()
		}
	}

	#place(opened: OpenedNotkarte): void {
		if (this.#disposed || this.#notkarte || !this.#state?.schematic) return
		const look = {
			palette: this.#palette,
			maxRatio: this.#tactical.maxRatio,
			grid: this.#grid ?? true,
			onLabels: () => this.#tactical.repaint(),
		}
		this.#notkarte = opened('tilePane', look).addTo(this.#map)
		this.#tactical.setUnderlay(this.#notkarte.drawLabels)
		if (this.#state.reason === 'missing') this.#sayNotkarte()
	}

	#sayNotkarte(): void {
		this.#say({ id: NOTKARTE_ID, schematic: true, reason: this.#reason, attribution: NOTKARTE_ATTRIBUTION })
	}

	#missing(): void {
		this.#archive = undefined
		this.#retry ??= setInterval(() => this.#tryAgain(), RETRY_MS)
		if (this.#disposed || !this.#state?.schematic) return
		this.#say({ id: NOTKARTE_ID, schematic: true, reason: 'missing', attribution: '' })
	}

	#say(state: BasemapState): void {
		this.#state = state
		this.#onChange(state)
	}
}

/** Whether a base map answers with an image. */
type Reaches = NonNullable<MapOptions['reaches']>

function answers(url: string): Promise<boolean> {
	return new Promise((resolve) => {
		const image = new Image()
		image.addEventListener('load', () => resolve(true))
		image.addEventListener('error', () => resolve(false))
		image.src = url
	})
}

const TONES = {
	light: '',
	sun: '',
	dark: 'invert(0.92) hue-rotate(180deg) brightness(0.85) contrast(0.92)',
	night: 'invert(0.95) grayscale(1) sepia(1) saturate(4) hue-rotate(-45deg) brightness(0.4)',
} as const satisfies Record<Theme, string>
