import { gridLines } from '../grid/lines.ts'
import type { GridLine } from '../grid/lines.ts'
import { mercatorX, mercatorY, metresPerPixel, positionOf, viewportBox, worldPixels } from '../mercator.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'
import { haloText } from './pen.ts'
import type { Pen, Point } from './pen.ts'

/** Figures stand this far inside the left and bottom edge; the interface keeps its own controls clear of them. */
const INSET = 8

type GridLook = {
	readonly palette: Palette
	/** Step in metres that the ground below is good for. */
	readonly finest: number
	/** Colour of the lines. */
	readonly line: string
}

/** UTM grid with the kilometre figures at the left and bottom edge. */
export function drawGrid(pen: Pen, viewport: Viewport, { palette, finest, line: colour }: GridLook): void {
	const world = worldPixels(viewport.zoom)
	const centre = positionOf({ x: (viewport.left + viewport.width / 2) / world, y: (viewport.top + viewport.height / 2) / world })
	const lines = gridLines(viewportBox(viewport), metresPerPixel(viewport.zoom, centre.lat), finest).map((line) => ({
		line,
		points: line.points.map(({ lat, lng }) => ({ x: mercatorX(lng) * world - viewport.left, y: mercatorY(lat) * world - viewport.top })),
	}))
	pen.save()
	pen.beginPath()
	for (const { points } of lines) points.forEach(({ x, y }, index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
	pen.lineWidth = 1
	pen.strokeStyle = colour
	pen.stroke()
	pen.font = `400 11px ${palette.font}`
	pen.textBaseline = 'alphabetic'
	for (const { line, points } of lines) figure(pen, { line, points, viewport, palette })
	pen.restore()
}

type FigurePlan = { readonly line: GridLine; readonly points: readonly Point[]; readonly viewport: Viewport; readonly palette: Palette }

function figure(pen: Pen, { line, points, viewport, palette }: FigurePlan): void {
	if (!line.figure) return
	const style = { fill: palette.label2, halo: palette.halo }
	if (line.axis === 'easting') {
		const x = crossing(
			points.map(({ x: across, y }) => ({ along: y, across })),
			viewport.height - INSET,
		)
		if (x === undefined || x < 24 || x > viewport.width - 16) return
		pen.textAlign = 'left'
		haloText(pen, line.figure, { x: x + 3, y: viewport.height - INSET, ...style })
	} else {
		const y = crossing(
			points.map(({ x, y: across }) => ({ along: x, across })),
			INSET,
		)
		if (y === undefined || y < 20 || y > viewport.height - 28) return
		pen.textAlign = 'left'
		haloText(pen, line.figure, { x: INSET - 4, y: y - 3, ...style })
	}
}

/** Where a line reaches a value of its running coordinate. */
function crossing(points: readonly { readonly along: number; readonly across: number }[], at: number): number | undefined {
	for (const [index, to] of points.entries()) {
		const from = points[index - 1]
		if (from && (from.along - at) * (to.along - at) <= 0 && from.along !== to.along) {
			return from.across + ((at - from.along) / (to.along - from.along)) * (to.across - from.across)
		}
	}
	return undefined
}
