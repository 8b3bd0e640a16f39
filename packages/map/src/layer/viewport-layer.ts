import { DomUtil, Layer } from 'leaflet'
import type { LeafletEventHandlerFn, Map as LeafletMap, ZoomAnimEvent } from 'leaflet'

import type { Viewport } from '../mercator.ts'

/** Canvas area is the fixed cost on tablets, and nobody sees more. */
const MOST_RATIO = 3

/** One canvas that covers the view, repainted at most once per animation frame and only when something changed. */
export abstract class ViewportLayer extends Layer {
	readonly canvas: HTMLCanvasElement = document.createElement('canvas')
	readonly #pane: string
	/** Most canvas pixels for one CSS pixel. */
	readonly maxRatio: number
	#map: LeafletMap | undefined
	#frame = 0
	#zooming = false
	#viewport: Viewport | undefined

	constructor(pane: string, maxRatio = MOST_RATIO) {
		super({ pane })
		this.#pane = pane
		this.maxRatio = maxRatio
		this.canvas.className = 'leaflet-zoom-animated'
		this.canvas.setAttribute('aria-hidden', 'true')
	}

	protected abstract paint(viewport: Viewport): void

	/** The view that the canvas shows now. */
	get viewport(): Viewport | undefined {
		return this.#viewport
	}

	override onAdd(map: LeafletMap): this {
		this.#map = map
		map.getPane(this.#pane)?.append(this.canvas)
		map.on('zoomanim', this.#animate)
		this.repaint()
		return this
	}

	override onRemove(): this {
		cancelAnimationFrame(this.#frame)
		this.#frame = 0
		this.canvas.remove()
		this.#map?.off('zoomanim', this.#animate)
		this.#map = undefined
		return this
	}

	override getEvents(): Record<string, LeafletEventHandlerFn> {
		const repaint = () => this.repaint()
		return {
			move: repaint,
			moveend: repaint,
			resize: repaint,
			viewreset: repaint,
			zoomend: () => {
				this.#zooming = false
				this.repaint()
			},
		}
	}

	/** Asks for a repaint in the next animation frame; more requests until then are one. */
	repaint(): void {
		if (!this.#map || this.#frame !== 0) return
		this.#frame = requestAnimationFrame(() => {
			this.#frame = 0
			if (!this.#zooming) this.paintNow()
		})
	}

	/** Puts the canvas over the view and paints it. */
	paintNow(): void {
		const map = this.#map
		if (!map) return
		const size = map.getSize()
		if (size.x === 0 || size.y === 0) return
		const bounds = map.getPixelBounds()
		const topLeft = bounds.getTopLeft()
		const ratio = Math.min(window.devicePixelRatio || 1, this.maxRatio)
		const viewport = { zoom: map.getZoom(), left: topLeft.x, top: topLeft.y, width: size.x, height: size.y, ratio }
		this.#resize(viewport)
		DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]))
		this.#viewport = viewport
		this.paint(viewport)
	}

	#resize({ width, height, ratio }: Viewport): void {
		const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
		if (this.canvas.width !== deviceWidth || this.canvas.height !== deviceHeight) {
			this.canvas.width = deviceWidth
			this.canvas.height = deviceHeight
		}
		this.canvas.style.width = `${width}px`
		this.canvas.style.height = `${height}px`
	}

	/** During Leaflet's zoom animation the last picture is scaled by CSS and repainted at its end. */
	readonly #animate = ({ center, zoom }: ZoomAnimEvent): void => {
		const map = this.#map
		const viewport = this.#viewport
		if (!map || !viewport) return
		this.#zooming = true
		const scale = map.getZoomScale(zoom, viewport.zoom)
		const target = map.project(center, zoom).subtract(map.getSize().divideBy(2))
		const shown = map.project(map.unproject([viewport.left, viewport.top], viewport.zoom), zoom)
		const paneShift = map.containerPointToLayerPoint([0, 0])
		DomUtil.setTransform(this.canvas, shown.subtract(target).add(paneShift), scale)
	}
}
