import type { GhostMark } from '../layer/frame.ts'
import type { Palette } from '../palette.ts'
import { fontOf, haloText } from './pen.ts'
import type { Pen } from './pen.ts'

const RADIUS = 9

/** Hollow, and tied to the last plausible place by a dashed line: a claim, not a place where somebody is. */
export function drawGhost(pen: Pen, { label, x, y, from }: GhostMark, palette: Palette): void {
	pen.save()
	for (const [width, colour] of [
		[5, palette.halo],
		[2, palette.old],
	] as const) {
		pen.lineWidth = width
		pen.strokeStyle = colour
		pen.setLineDash(width === 2 ? [6, 5] : [])
		pen.beginPath()
		tie(pen, { from, x, y })
		pen.stroke()
		pen.setLineDash(width === 2 ? [4, 3] : [])
		pen.beginPath()
		pen.arc(x, y, RADIUS, 0, 2 * Math.PI)
		pen.stroke()
	}
	pen.setLineDash([])
	pen.textBaseline = 'middle'
	pen.textAlign = 'center'
	pen.font = fontOf('value', palette)
	haloText(pen, '?', { x, y: y + 0.5, fill: palette.old, halo: palette.halo })
	pen.font = fontOf('age', palette)
	haloText(pen, label, { x, y: y + RADIUS + 10, fill: palette.old, halo: palette.halo })
	pen.restore()
}

/** From the edge of the sign to the edge of the ring; nothing when they touch. */
function tie(pen: Pen, { from, x, y }: Pick<GhostMark, 'from' | 'x' | 'y'>): void {
	const length = Math.hypot(x - from.x, y - from.y)
	if (length < 4 * RADIUS) return
	const [dx, dy] = [(x - from.x) / length, (y - from.y) / length]
	pen.moveTo(from.x + dx * 2 * RADIUS, from.y + dy * 2 * RADIUS)
	pen.lineTo(x - dx * RADIUS, y - dy * RADIUS)
}
