import type { EntityId } from '@lagebild/model/ids.ts'

import type { Patterns } from '../draw/area.ts'
import { drawFrame } from '../draw/frame.ts'
import { gateSize } from '../draw/gate.ts'
import { STATION_SIZE } from '../draw/gauge.ts'
import { CLOSURE_SIZE, MOVER_SIZE, POINT_SIZE } from '../draw/marks.ts'
import { createPatterns } from '../draw/patterns.ts'
import { fontOf } from '../draw/pen.ts'
import type { MapItem, Move } from '../item.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'
import { SignAtlas, signSize } from '../symbols/raster.ts'
import { signKey } from '../symbols/spec.ts'
import type { Rect } from './collision.ts'
import { isGroundFree, layoutFrame } from './frame.ts'
import type { ClusterMark, Frame, Measure, SizeOf } from './frame.ts'
import { hitTest } from './hit-test.ts'
import type { Hit, Spot } from './hit-test.ts'
import { buildScene, EMPTY_SCENE, moveInScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { ViewportLayer } from './viewport-layer.ts'

/** Names of the ground: drawn over the areas and under the signs, where `isFree` says that no sign or name of ours stands. */
export type Underlay = (pen: CanvasRenderingContext2D, viewport: Viewport, isFree: (rect: Rect) => boolean) => void

type Size = { readonly width: number; readonly height: number }

/** Signs, gauges, gates, areas and their names on one canvas. */
export class TacticalLayer extends ViewportLayer {
	#scene: Scene = EMPTY_SCENE
	#items: readonly MapItem[] = []
	#palette: Palette
	#size: number
	#selected: EntityId | undefined
	#focused: EntityId | undefined
	#frame: Frame | undefined
	#underlay: Underlay | undefined
	#patterns: { readonly ratio: number; readonly patterns: Patterns } | undefined
	readonly #widths = new Map<string, number>()
	readonly #sizes = new Map<string, Size>()
	readonly #atlas = new SignAtlas(() => this.repaint())

	constructor(pane: string, { palette, size, maxRatio }: { palette: Palette; size: number; maxRatio?: number | undefined }) {
		super(pane, maxRatio)
		this.#palette = palette
		this.#size = size
	}

	setItems(items: readonly MapItem[]): void {
		if (items === this.#items || sameItems(items, this.#items)) return
		this.#items = items
		this.#scene = buildScene(items, this.#scene)
		this.repaint()
	}

	moveItems(moves: readonly Move[]): void {
		if (moveInScene(this.#scene, moves)) this.repaint()
	}

	setPalette(palette: Palette): void {
		this.#palette = palette
		this.#patterns = undefined
		this.repaint()
	}

	setUnderlay(underlay: Underlay | undefined): void {
		this.#underlay = underlay
		this.repaint()
	}

	/** Fonts arrived: what was measured with the stand-in is wrong. */
	forgetFonts(): void {
		this.#widths.clear()
		this.#atlas.clear()
		this.repaint()
	}

	setSymbolSize(size: number): void {
		this.#size = size
		this.#sizes.clear()
		this.repaint()
	}

	select(id: EntityId | undefined): void {
		this.#selected = id
		this.repaint()
	}

	focus(id: EntityId | undefined): void {
		this.#focused = id
		this.repaint()
	}

	find(id: EntityId): MapItem | undefined {
		const index = this.#scene.index.get(id)
		const area = this.#scene.areaIndex.get(id)
		return index === undefined ? (area === undefined ? undefined : this.#scene.areas[area]) : this.#scene.marks[index]
	}

	/** Places of a cluster's members, Mercator units. */
	membersOf({ members }: ClusterMark): readonly { readonly x: number; readonly y: number }[] {
		return members.map((index) => ({ x: this.#scene.x[index] ?? 0, y: this.#scene.y[index] ?? 0 }))
	}

	hit(spot: Spot): Hit | undefined {
		return this.#frame ? hitTest(this.#frame, spot) : undefined
	}

	override onRemove(): this {
		this.#atlas.dispose()
		return super.onRemove()
	}

	protected override paint(viewport: Viewport): void {
		const pen = this.canvas.getContext('2d')
		if (!pen) return
		const measure = this.#measure(pen)
		const frame = layoutFrame({
			scene: this.#scene,
			viewport,
			selected: this.#selected,
			focused: this.#focused,
			sizeOf: this.#sizeOf,
			measure,
		})
		this.#frame = frame
		const atlas = { size: this.#size, ratio: viewport.ratio, palette: this.#palette }
		drawFrame(pen, frame, {
			palette: this.#palette,
			patterns: this.#patternsAt(viewport.ratio),
			measure,
			ground: () => this.#underlay?.(pen, viewport, (rect) => isGroundFree(frame, rect)),
			sprite: (spec, look) => this.#atlas.sprite(spec, look, atlas),
		})
	}

	readonly #sizeOf: SizeOf = (item, zoom) => {
		switch (item.type) {
			case 'symbol': {
				const key = signKey(item.sign)
				const size = this.#sizes.get(key) ?? signSize(item.sign, this.#size)
				this.#sizes.set(key, size)
				return size
			}
			case 'gauge':
				return STATION_SIZE
			case 'gate':
				return gateSize(item, zoom)
			case 'mark':
				return { closure: CLOSURE_SIZE, vessel: MOVER_SIZE, aircraft: MOVER_SIZE, drone: MOVER_SIZE, point: POINT_SIZE }[item.glyph]
		}
	}

	#measure(pen: CanvasRenderingContext2D): Measure {
		return (text, style) => {
			const key = `${style}|${text}`
			const known = this.#widths.get(key)
			if (known !== undefined) return known
			pen.font = fontOf(style, this.#palette)
			const { width } = pen.measureText(text)
			if (this.#widths.size > 5_000) this.#widths.clear()
			this.#widths.set(key, width)
			return width
		}
	}

	#patternsAt(ratio: number): Patterns {
		if (this.#patterns?.ratio !== ratio) this.#patterns = { ratio, patterns: createPatterns(ratio, emptyTile) }
		return this.#patterns.patterns
	}
}

function emptyTile(px: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D } {
	const canvas = document.createElement('canvas')
	canvas.width = px
	canvas.height = px
	const pen = canvas.getContext('2d')
	if (!pen) throw new Error('no 2d context')
	return { canvas, pen }
}

function sameItems(a: readonly MapItem[], b: readonly MapItem[]): boolean {
	return a.length === b.length && a.every((item, index) => item === b[index])
}
