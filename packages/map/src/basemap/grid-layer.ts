import { drawGrid } from '../draw/grid.ts'
import { ViewportLayer } from '../layer/viewport-layer.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'

/** The UTM grid over an online map. */
export class GridLayer extends ViewportLayer {
	#palette: Palette

	constructor(pane: string, { palette, maxRatio }: { readonly palette: Palette; readonly maxRatio: number }) {
		super(pane, maxRatio)
		this.#palette = palette
	}

	setPalette(palette: Palette): void {
		this.#palette = palette
		this.repaint()
	}

	protected override paint(viewport: Viewport): void {
		const pen = this.canvas.getContext('2d')
		if (!pen) return
		const { ratio, width, height } = viewport
		pen.setTransform(ratio, 0, 0, ratio, 0, 0)
		pen.clearRect(0, 0, width, height)
		drawGrid(pen, viewport, { palette: this.#palette, finest: 0, line: this.#palette.text3 })
	}
}
