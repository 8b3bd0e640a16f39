import { isFramed } from '../item.ts'
import type { GaugeItem, Trend } from '../item.ts'
import type { GaugeTag, Measure } from '../layer/frame.ts'
import type { Palette } from '../palette.ts'
import { fontOf, roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'

export const STATION_SIZE = { width: 14, height: 14 } as const

/** Ring on the station. A station whose value is old is dashed. */
export function drawStation(pen: Pen, item: GaugeItem, { x, y, palette }: Point & { palette: Palette }): void {
	pen.save()
	pen.beginPath()
	pen.arc(x, y, 4.5, 0, 2 * Math.PI)
	pen.fillStyle = palette.haloWater
	pen.fill()
	pen.lineWidth = 5
	pen.strokeStyle = palette.haloWater
	pen.stroke()
	pen.lineWidth = 2
	pen.strokeStyle = isFramed(item.look) ? palette.old : palette.label
	if (isFramed(item.look)) pen.setLineDash([2.5, 2])
	pen.stroke()
	pen.restore()
}

/** Short line from the ring to its label, so that the two are read as one. */
export function drawStem(pen: Pen, { x, y, rect }: GaugeTag, { label, halo }: Palette): void {
	const target = { x: Math.max(rect.left, Math.min(rect.right, x)), y: Math.max(rect.top, Math.min(rect.bottom, y)) }
	const length = Math.hypot(target.x - x, target.y - y)
	if (length < 6) return
	pen.beginPath()
	pen.moveTo(x + ((target.x - x) / length) * 6, y + ((target.y - y) / length) * 6)
	pen.lineTo(target.x, target.y)
	pen.lineWidth = 3.5
	pen.strokeStyle = halo
	pen.stroke()
	pen.lineWidth = 1.5
	pen.strokeStyle = label
	pen.stroke()
}

export function drawGaugeTag(pen: Pen, { item, rect }: GaugeTag, { palette, measure }: { palette: Palette; measure: Measure }): void {
	const stale = isFramed(item.look) || item.value.startsWith('?')
	pen.save()
	roundedPath(pen, { left: rect.left + 0.5, top: rect.top + 0.5, width: rect.right - rect.left - 1, height: rect.bottom - rect.top - 1 }, 4)
	pen.fillStyle = palette.surface
	pen.fill()
	pen.lineWidth = 1
	pen.strokeStyle = stale ? palette.old : palette.edge
	if (stale) pen.setLineDash([4, 3])
	pen.stroke()
	pen.setLineDash([])
	pen.textBaseline = 'middle'
	pen.textAlign = 'left'
	const middle = (rect.top + rect.bottom) / 2 + 0.5
	let x = rect.left + 8
	pen.font = fontOf('value', palette)
	pen.fillStyle = stale ? palette.old : palette.text1
	pen.fillText(item.value, x, middle)
	x += measure(item.value, 'value') + 3
	if (item.unit) {
		pen.font = fontOf('unit', palette)
		pen.fillStyle = palette.text2
		pen.fillText(item.unit, x, middle)
		x += measure(item.unit, 'unit')
	}
	if (isFramed(item.look) && item.note !== undefined) {
		pen.font = fontOf('age', palette)
		pen.fillStyle = palette.old
		pen.fillText(item.note, x + 6, middle)
	}
	if (item.trend && !stale) drawTrend(pen, item.trend, { x: x + 12, y: middle - 0.5, palette })
	pen.restore()
}

const TURN = { rising: -Math.PI / 4, steady: 0, falling: Math.PI / 4 } as const satisfies Record<Trend, number>

function drawTrend(pen: Pen, trend: Trend, { x, y, palette }: Point & { palette: Palette }): void {
	pen.save()
	pen.translate(x, y)
	pen.rotate(TURN[trend])
	pen.beginPath()
	pen.moveTo(-5.5, 0)
	pen.lineTo(5, 0)
	pen.moveTo(1.2, -4)
	pen.lineTo(5.2, 0)
	pen.lineTo(1.2, 4)
	pen.lineWidth = 1.7
	pen.lineCap = 'round'
	pen.lineJoin = 'round'
	pen.strokeStyle = palette.text1
	pen.stroke()
	pen.restore()
}
