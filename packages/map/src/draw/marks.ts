import { isStanding } from '../item.ts'
import type { MarkItem } from '../item.ts'
import type { Rect } from '../layer/collision.ts'
import type { Palette } from '../palette.ts'
import { roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'

export const CLOSURE_SIZE = { width: 30, height: 14 } as const
export const MOVER_SIZE = { width: 18, height: 18 } as const
export const POINT_SIZE = { width: 14, height: 14 } as const

/** Barrier, hull, aircraft or plain point, about x and y. */
export function drawMark(pen: Pen, item: MarkItem, { x, y, palette }: Point & { palette: Palette }): void {
	pen.save()
	pen.translate(x, y)
	if (!isStanding(item.look)) pen.globalAlpha *= 0.5
	if (item.glyph === 'closure') drawBarrier(pen, ((item.course ?? 90) - 90) % 180, palette)
	else if (item.glyph === 'point') drawPoint(pen, palette)
	else drawMover(pen, item, palette)
	pen.restore()
}

/** Black and white on every ground, as the barrier stands in the street. Always upright enough to be seen as one. */
function drawBarrier(pen: Pen, degrees: number, { inverse, onInverse, theme, halo }: Palette): void {
	const [dark, bright] = theme === 'light' || theme === 'sun' ? [inverse, onInverse] : [onInverse, inverse]
	const { width, height } = CLOSURE_SIZE
	const box = { left: -width / 2 + 1, top: -height / 2 + 1, width: width - 2, height: height - 2 }
	pen.rotate((degrees * Math.PI) / 180)
	roundedPath(pen, box, 2.5)
	pen.lineWidth = 5
	pen.strokeStyle = halo
	pen.stroke()
	pen.fillStyle = bright
	pen.fill()
	pen.save()
	pen.clip()
	pen.beginPath()
	for (let x = -width; x < width; x += 8) {
		pen.moveTo(x, -height)
		pen.lineTo(x + 10, height)
	}
	pen.lineWidth = 4
	pen.strokeStyle = dark
	pen.stroke()
	pen.restore()
	roundedPath(pen, box, 2.5)
	pen.lineWidth = 2
	pen.strokeStyle = theme === 'light' || theme === 'sun' ? dark : bright
	pen.stroke()
}

function drawPoint(pen: Pen, { surface, text1, halo }: Palette): void {
	pen.beginPath()
	pen.arc(0, 0, 5, 0, 2 * Math.PI)
	pen.lineWidth = 5
	pen.strokeStyle = halo
	pen.stroke()
	pen.fillStyle = surface
	pen.fill()
	pen.lineWidth = 2
	pen.strokeStyle = text1
	pen.stroke()
}

/** Things that are not ours: outline glyph, bow towards the course; without a course a ring with the same fill. */
function drawMover(pen: Pen, { glyph, course }: MarkItem, { surface, text1, halo }: Palette): void {
	pen.rotate(((course ?? 0) * Math.PI) / 180)
	pen.beginPath()
	if (glyph === 'drone') rotors(pen)
	else if (course === undefined) pen.arc(0, 0, 5.5, 0, 2 * Math.PI)
	else for (const [x, y] of glyph === 'vessel' ? HULL : AIRCRAFT) pen.lineTo(x, y)
	if (glyph !== 'drone') pen.closePath()
	pen.lineJoin = 'round'
	pen.lineWidth = 4.5
	pen.strokeStyle = halo
	pen.stroke()
	if (glyph !== 'drone') {
		pen.fillStyle = surface
		pen.fill()
	}
	pen.lineWidth = 1.6
	pen.strokeStyle = text1
	pen.stroke()
}

const HULL = [
	[0, -9],
	[4, -3.5],
	[4, 7],
	[-4, 7],
	[-4, -3.5],
] as const

const AIRCRAFT = [
	[0, -8.5],
	[1.6, -3],
	[8, 2],
	[8, 4],
	[1.6, 2.2],
	[1.2, 5.5],
	[3.4, 8],
	[-3.4, 8],
	[-1.2, 5.5],
	[-1.6, 2.2],
	[-8, 4],
	[-8, 2],
	[-1.6, -3],
] as const

function rotors(pen: Pen): void {
	for (const [x, y] of [
		[-5, -5],
		[5, -5],
		[-5, 5],
		[5, 5],
	] as const) {
		pen.moveTo(0, 0)
		pen.lineTo(x * 0.6, y * 0.6)
		pen.moveTo(x + 3, y)
		pen.arc(x, y, 3, 0, 2 * Math.PI)
	}
}

/** Amber hatched frame 8 px outside the sign: what is inside is older than its term. */
export function drawStaleFrame(pen: Pen, { left, top, right, bottom }: Rect, { old }: Palette): void {
	const [outer, inner] = [8, 1]
	const box = { left: left - outer, top: top - outer, width: right - left + 2 * outer, height: bottom - top + 2 * outer }
	pen.save()
	pen.beginPath()
	pen.rect(box.left, box.top, box.width, box.height)
	pen.rect(left - inner, top - inner, right - left + 2 * inner, bottom - top + 2 * inner)
	pen.clip('evenodd')
	pen.beginPath()
	for (let offset = -box.height; offset < box.width; offset += 5) {
		pen.moveTo(box.left + offset, box.top + box.height)
		pen.lineTo(box.left + offset + box.height, box.top)
	}
	pen.lineWidth = 2.2
	pen.strokeStyle = old
	pen.globalAlpha *= 0.7
	pen.stroke()
	pen.restore()
	pen.save()
	pen.setLineDash([4, 3])
	pen.lineWidth = 1.4
	pen.strokeStyle = old
	roundedPath(pen, box, 3)
	pen.stroke()
	pen.restore()
}

/** 18 px tile with ≠, drawn as lines: fonts differ in that sign. */
export function drawConflict(pen: Pen, { x, y, palette }: Point & { palette: Palette }): void {
	const night = palette.theme === 'night'
	pen.save()
	pen.translate(x, y)
	roundedPath(pen, { left: -9, top: -9, width: 18, height: 18 }, 4)
	pen.fillStyle = night ? palette.ground : '#ffffff'
	pen.fill()
	pen.lineWidth = 1.5
	pen.strokeStyle = night ? palette.text1 : '#0b0e10'
	pen.stroke()
	pen.beginPath()
	for (const [x1, y1, x2, y2] of [
		[-5, -2.2, 5, -2.2],
		[-5, 2.2, 5, 2.2],
		[-2.6, 5.4, 2.6, -5.4],
	] as const) {
		pen.moveTo(x1, y1)
		pen.lineTo(x2, y2)
	}
	pen.lineWidth = 1.8
	pen.lineCap = 'round'
	pen.stroke()
	pen.restore()
}

/** Struck through from corner to corner: it was said to be void. */
export function drawStrike(pen: Pen, { left, top, right, bottom }: Rect, { text1, halo }: Palette): void {
	pen.save()
	pen.beginPath()
	pen.moveTo(left - 3, bottom + 1)
	pen.lineTo(right + 3, top - 1)
	pen.lineCap = 'round'
	pen.lineWidth = 5
	pen.strokeStyle = halo
	pen.stroke()
	pen.lineWidth = 2
	pen.strokeStyle = text1
	pen.stroke()
	pen.restore()
}

/** 3 px accent ring with a gap of 7 px, over a soft ground ring so that it stands out on signs of any colour. */
export function drawSelection(pen: Pen, { left, top, right, bottom }: Rect, { accent, ground, halo }: Palette): void {
	const gap = 7
	const box = { left: left - gap, top: top - gap, width: right - left + 2 * gap, height: bottom - top + 2 * gap }
	pen.save()
	roundedPath(pen, box, 8)
	pen.lineWidth = 7
	pen.strokeStyle = halo
	pen.globalAlpha *= 0.85
	pen.stroke()
	pen.globalAlpha = 1
	pen.lineWidth = 4.4
	pen.strokeStyle = ground
	pen.stroke()
	pen.lineWidth = 3
	pen.strokeStyle = accent
	pen.stroke()
	pen.restore()
}

/** Keyboard focus of the parallel list: 2 px with a gap, different from the selection in colour and dash. */
export function drawFocus(pen: Pen, { left, top, right, bottom }: Rect, { focus, focusGap }: Palette): void {
	const gap = 11
	pen.save()
	roundedPath(pen, { left: left - gap, top: top - gap, width: right - left + 2 * gap, height: bottom - top + 2 * gap }, 10)
	pen.lineWidth = 5
	pen.strokeStyle = focusGap
	pen.stroke()
	pen.lineWidth = 2
	pen.strokeStyle = focus
	pen.stroke()
	pen.restore()
}
