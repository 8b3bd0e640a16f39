import { Labeler, paint, PmtilesSource, TileCache, View } from 'protomaps-leaflet'
import type { Feature, PaintRule, PreparedTile, TileTransform, Zxy } from 'protomaps-leaflet'

import { drawGrid } from '../draw/grid.ts'
import { ViewportLayer } from '../layer/viewport-layer.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'
import type { Archive } from './archive.ts'
import { labelRules } from './label-rules.ts'
import { paintRules } from './paint-rules.ts'

/** A data tile of zoom z is drawn 512 px wide at display zoom z + 1. */
const LEVEL_DIFF = 1
/** A wall of screens shows some 60 tiles. */
const MAX_TILES = 160

type Layers = Map<string, Feature[]>
type ArchiveParameter = Exclude<ConstructorParameters<typeof PmtilesSource>[0], string>

/** protomaps-leaflet brings an older pmtiles along; of it the drawing needs `getZxy` alone. */
function serves(value: unknown): value is ArchiveParameter {
	return typeof value === 'object' && value !== null && 'getZxy' in value
}

/** The emergency map: vector tiles of an archive painted by our own rules over the whole view, and the UTM grid on top. */
export class NotkarteLayer extends ViewportLayer {
	readonly #cache: TileCache
	readonly #view: View
	readonly #ready = new Map<string, Layers | 'loading'>()
	readonly #minZoom: number
	#palette: Palette
	#rules: PaintRule[]
	#labeler: Labeler | undefined

	constructor(pane: string, { archive, palette }: { archive: Archive; palette: Palette }) {
		super(pane)
		if (!serves(archive.tiles)) throw new Error('archive without getZxy')
		this.#cache = new TileCache(new PmtilesSource(archive.tiles, false), 256 << LEVEL_DIFF)
		this.#view = new View(this.#cache, archive.maxZoom, LEVEL_DIFF)
		this.#minZoom = archive.minZoom
		this.#palette = palette
		this.#rules = paintRules(palette)
	}

	setPalette(palette: Palette): void {
		this.#palette = palette
		this.#rules = paintRules(palette)
		this.forgetFonts()
	}

	/** Labels are laid out anew. */
	forgetFonts(): void {
		this.#labeler = undefined
		this.repaint()
	}

	protected override paint(viewport: Viewport): void {
		const pen = this.canvas.getContext('2d')
		if (!pen) return
		const { ratio, width, height } = viewport
		pen.setTransform(ratio, 0, 0, ratio, 0, 0)
		pen.fillStyle = this.#palette.land
		pen.fillRect(0, 0, width, height)
		const zoom = Math.round(viewport.zoom)
		const labeler = this.#labelerAt(pen, zoom)
		const tiles = this.#tilesIn(viewport, zoom)
		const [first] = tiles
		if (first) {
			const bbox = boxOf(viewport)
			const origin = first.origin.clone()
			origin.x = Math.floor(viewport.left * ratio) / ratio
			origin.y = Math.floor(viewport.top * ratio) / ratio
			labeler.add(new Map([['', tiles]]))
			paint(pen, zoom, new Map([['', tiles]]), null, this.#rules, bbox, origin, true)
			drawGrid(pen, viewport, this.#palette)
			paint(pen, zoom, new Map(), labeler.index, [], bbox, origin, false)
		} else drawGrid(pen, viewport, this.#palette)
	}

	/** Tiles that are there; the others are fetched from memory and painted when they are decoded. */
	#tilesIn(viewport: Viewport, zoom: number): PreparedTile[] {
		if (zoom - LEVEL_DIFF < this.#minZoom) return []
		return this.#view.dataTilesForBounds(zoom, boxOf(viewport)).flatMap((transform) => {
			const layers = this.#layersOf(transform.dataTile)
			return layers ? [prepared(transform, layers, zoom)] : []
		})
	}

	#layersOf(tile: Zxy): Layers | undefined {
		const key = `${tile.z}/${tile.x}/${tile.y}`
		const found = this.#ready.get(key)
		if (found) return found === 'loading' ? undefined : found
		if (this.#ready.size > MAX_TILES) this.#ready.clear()
		this.#ready.set(key, 'loading')
		void this.#cache
			.get(tile)
			.catch((): Layers => new Map())
			.then((layers) => {
				this.#ready.set(key, layers)
				this.repaint()
			})
		return undefined
	}

	#labelerAt(pen: CanvasRenderingContext2D, zoom: number): Labeler {
		if (this.#labeler?.z !== zoom) this.#labeler = new Labeler(zoom, pen, labelRules(this.#palette), MAX_TILES)
		return this.#labeler
	}
}

function boxOf({ left, top, width, height }: Viewport): { minX: number; minY: number; maxX: number; maxY: number } {
	return { minX: left, minY: top, maxX: left + width, maxY: top + height }
}

function prepared({ origin, scale, dim, dataTile }: TileTransform, data: Layers, z: number): PreparedTile {
	return { z, origin, scale, dim, dataTile, data }
}
