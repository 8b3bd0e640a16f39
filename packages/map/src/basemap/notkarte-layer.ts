import { Labeler, paint, PmtilesSource, TileCache, View } from 'protomaps-leaflet'
import type { Bbox, Feature, PaintRule, PreparedTile, TileTransform, Zxy } from 'protomaps-leaflet'

import { drawGrid } from '../draw/grid.ts'
import type { Rect } from '../layer/collision.ts'
import type { Underlay } from '../layer/tactical-layer.ts'
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

/** Good to 300 m: a closer grid would promise more. */
const GRID_METRES = 1_000

/** Room that every label rule keeps at least around its writing, px. */
const LABEL_ROOM = 8

type Layers = Map<string, Feature[]>
type ArchiveParameter = Exclude<ConstructorParameters<typeof PmtilesSource>[0], string>

/** protomaps-leaflet brings an older pmtiles along; of it the drawing needs `getZxy` alone. */
function serves(value: unknown): value is ArchiveParameter {
	return typeof value === 'object' && value !== null && 'getZxy' in value
}

type NotkarteOptions = {
	readonly archive: Archive
	readonly palette: Palette
	readonly maxRatio: number
	readonly grid: boolean
	readonly onLabels: () => void
}

/** The emergency map: vector tiles of an archive painted by our own rules over the whole view, and the UTM grid on top. */
export class NotkarteLayer extends ViewportLayer {
	readonly #cache: TileCache
	readonly #view: View
	readonly #ready = new Map<string, Layers | 'loading'>()
	readonly #minZoom: number
	readonly #onLabels: () => void
	#palette: Palette
	#rules: PaintRule[]
	#labeler: Labeler | undefined
	#grid: boolean

	/** @param onLabels the names are (or will be) other ones: paint what carries them. */
	constructor(pane: string, { archive, palette, maxRatio, grid, onLabels }: NotkarteOptions) {
		super(pane, maxRatio)
		if (!serves(archive.tiles)) throw new Error('archive without getZxy')
		this.#cache = new TileCache(new PmtilesSource(archive.tiles, false), 256 << LEVEL_DIFF)
		this.#view = new View(this.#cache, archive.maxZoom, LEVEL_DIFF)
		this.#minZoom = archive.minZoom
		this.#palette = palette
		this.#grid = grid
		this.#onLabels = onLabels
		this.#rules = paintRules(palette)
	}

	setPalette(palette: Palette): void {
		this.#palette = palette
		this.#rules = paintRules(palette)
		this.forgetFonts()
	}

	setGrid(shown: boolean): void {
		this.#grid = shown
		this.repaint()
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
		const tiles = this.#tilesIn(viewport, zoom)
		const [first] = tiles
		if (first) {
			const bbox = boxOf(viewport)
			const origin = first.origin.clone()
			origin.x = Math.floor(viewport.left * ratio) / ratio
			origin.y = Math.floor(viewport.top * ratio) / ratio
			this.#labelerAt(pen, zoom).add(new Map([['', tiles]]))
			paint(pen, zoom, new Map([['', tiles]]), null, this.#rules, bbox, origin, true)
		}
		if (this.#grid) drawGrid(pen, viewport, { palette: this.#palette, finest: GRID_METRES, line: this.#palette.grid })
		this.#onLabels()
	}

	/** Names where nothing else stands; those that do not fit are left out, never moved. */
	readonly drawLabels: Underlay = (pen, viewport, isFree) => {
		const zoom = Math.round(viewport.zoom)
		const labels = this.#labeler?.z === zoom ? this.#labeler.index.searchBbox(boxOf(viewport), Number.POSITIVE_INFINITY) : []
		for (const { anchor, bboxes, draw } of labels) {
			if (!bboxes.every((box) => isFree(inView(box, viewport)))) continue
			pen.save()
			pen.translate(Math.round(anchor.x - viewport.left), Math.round(anchor.y - viewport.top))
			draw(pen)
			pen.restore()
		}
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
		void this.#load(key, tile)
		return undefined
	}

	/** A tile that cannot be read stays empty; the archive's head was checked before. */
	async #load(key: string, tile: Zxy): Promise<void> {
		try {
			this.#ready.set(key, await this.#cache.get(tile))
		} catch {
			this.#ready.set(key, new Map())
		}
		this.repaint()
	}

	#labelerAt(pen: CanvasRenderingContext2D, zoom: number): Labeler {
		if (this.#labeler?.z !== zoom) this.#labeler = new Labeler(zoom, pen, labelRules(this.#palette), MAX_TILES)
		return this.#labeler
	}
}

function boxOf({ left, top, width, height }: Viewport): { minX: number; minY: number; maxX: number; maxY: number } {
	return { minX: left, minY: top, maxX: left + width, maxY: top + height }
}

/** Boxes are laid out with room around them; here only the writing itself counts. */
function inView({ minX, minY, maxX, maxY }: Bbox, { left, top }: Viewport): Rect {
	return { left: minX - left + LABEL_ROOM, right: maxX - left - LABEL_ROOM, top: minY - top + LABEL_ROOM, bottom: maxY - top - LABEL_ROOM }
}

function prepared({ origin, scale, dim, dataTile }: TileTransform, data: Layers, z: number): PreparedTile {
	return { z, origin, scale, dim, dataTile, data }
}
