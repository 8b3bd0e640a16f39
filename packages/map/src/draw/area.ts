import { isFramed, isStanding } from '../item.ts'
import type { AreaItem, Look } from '../item.ts'
import type { AreaMark, Measure } from '../layer/frame.ts'
import type { Shape } from '../layer/scene.ts'
import { worldPixels } from '../mercator.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'
import { strokeDike } from './dike.ts'
import { fontOf, haloText, roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'
import { drawSeverity, severityLine } from './severity.ts'
import { weightOf } from './standing.ts'

export type Patterns = { readonly of: (pen: Pen, name: PatternName, colour: string) => CanvasPattern | undefined }
export type PatternName = 1 | 2 | 3 | 4 | 5 | 'plus'

/** Width of the patterned band inside the edge: the ground beyond it stays readable. */
const BAND = 26

export type AreaTools = { readonly viewport: Viewport; readonly palette: Palette; readonly patterns: Patterns; readonly selected: boolean }

export function drawArea(pen: Pen, { item, shape }: AreaMark, tools: AreaTools): void {
	const { viewport, palette, selected } = tools
	const path = new Path2D()
	for (const part of shape.parts) tracePart(path, part, { viewport, closed: shape.closed })
	pen.save()
	pen.globalAlpha = item.look === 'ended' ? 0.5 : weightOf(item.look)
	pen.lineJoin = 'round'
	if (selected) ring(pen, path, palette)
	if (shape.closed && isStanding(item.look)) fillArea(pen, path, { item, ...tools })
	strokeArea(pen, path, { item, shape, ...tools })
	pen.restore()
}

/** Skips vertices closer than a pixel: a coast of 50,000 points costs what can be seen of it. */
function tracePart(path: Path2D, part: Float64Array, { viewport, closed }: { viewport: Viewport; closed: boolean }): void {
	const world = worldPixels(viewport.zoom)
	let [lastX, lastY] = [Number.NaN, Number.NaN]
	for (let i = 0; i < part.length; i += 2) {
		const x = (part[i] ?? 0) * world - viewport.left
		const y = (part[i + 1] ?? 0) * world - viewport.top
		if (i === 0) path.moveTo(x, y)
		else if (Math.abs(x - lastX) + Math.abs(y - lastY) < 1 && i + 2 < part.length) continue
		else path.lineTo(x, y)
		lastX = x
		lastY = y
	}
	if (closed) path.closePath()
}

type Parts = AreaTools & { readonly item: AreaItem }

function fillArea(pen: Pen, path: Path2D, { item, palette, patterns, viewport }: Parts): void {
	if (item.pattern === 'none') return
	const colour = severityLine(item.severity, palette)
	pen.save()
	pen.globalAlpha = 0.03
	pen.fillStyle = colour
	pen.fill(path, 'evenodd')
	pen.globalAlpha = 1
	pen.clip(path, 'evenodd')
	const name = patternOf(item)
	if (name === 'plus') {
		pen.globalAlpha = 0.6
		pen.fillStyle = anchored(patterns.of(pen, 'plus', palette.text3), viewport) ?? 'transparent'
		pen.fill(path, 'evenodd')
	} else if (name !== undefined) {
		pen.lineWidth = 2 * BAND
		pen.globalAlpha = 0.07
		pen.strokeStyle = colour
		pen.stroke(path)
		pen.globalAlpha = 0.8
		pen.strokeStyle = anchored(patterns.of(pen, name, colour), viewport) ?? 'transparent'
		pen.stroke(path)
	}
	pen.restore()
}

function patternOf({ pattern, severity }: AreaItem): PatternName | undefined {
	if (pattern === 'plus') return 'plus'
	if (pattern === 'none' || severity === undefined) return undefined
	return severity === 'unknown' ? 1 : severity
}

/** Patterns lie on the ground, not on the glass: they move with the map. */
function anchored(pattern: CanvasPattern | undefined, { left, top, ratio }: Viewport): CanvasPattern | undefined {
	pattern?.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, -(left % 720), -(top % 720)]))
	return pattern
}

function strokeArea(pen: Pen, path: Path2D, { item, shape, palette, viewport }: Parts & { shape: Shape }): void {
	switch (item.edge) {
		case 'solid':
			return edgeByLook(pen, path, { item, palette })
		case 'dashed':
			return dashedStroke(pen, path, { dash: [9, 6], width: 2, colour: palette.label, halo: palette.halo })
		case 'dotted':
			return dashedStroke(pen, path, { dash: [2, 5], width: 2, colour: palette.label, halo: undefined })
		case 'dike':
			pen.lineWidth = 1.5
			pen.strokeStyle = palette.dike
			for (const part of shape.parts) strokeDike(pen, screenPoints(part, viewport))
			return
		case 'closed':
			return closedStroke(pen, path, palette)
	}
}

/** Edges of what is no longer live: by pattern of the line, not by colour alone. */
const LOOK_DASH: Readonly<Partial<Record<Look, readonly number[]>>> = {
	stale: [14, 5],
	unconfirmed: [6, 5],
	expired: [14, 4, 2, 4],
	ended: [],
	cancelled: [9, 6],
	retracted: [9, 6],
	superseded: [2, 6],
}

function edgeByLook(pen: Pen, path: Path2D, { item, palette }: { readonly item: AreaItem; readonly palette: Palette }): void {
	const dash = LOOK_DASH[item.look]
	if (!dash) return tripleStroke(pen, path, { colour: severityLine(item.severity, palette), palette })
	const colour = isFramed(item.look) ? palette.old : palette.label
	dashedStroke(pen, path, { dash: [...dash], width: isFramed(item.look) ? 2.4 : 1.6, colour, halo: palette.halo })
}

/** A closed stretch of road in the colours of its barrier. */
function closedStroke(pen: Pen, path: Path2D, { theme, inverse, onInverse }: Palette): void {
	const onDark = theme === 'dark' || theme === 'night'
	pen.lineWidth = 6
	pen.strokeStyle = onDark ? onInverse : inverse
	pen.stroke(path)
	pen.setLineDash([7, 7])
	pen.lineWidth = 3
	pen.strokeStyle = onDark ? inverse : onInverse
	pen.stroke(path)
}

function screenPoints(part: Float64Array, viewport: Viewport): readonly Point[] {
	const world = worldPixels(viewport.zoom)
	return Array.from({ length: part.length / 2 }, (_, index) => ({
		x: (part[2 * index] ?? 0) * world - viewport.left,
		y: (part[2 * index + 1] ?? 0) * world - viewport.top,
	}))
}

/** Dark, white, colour: at least one of them differs from any ground. At night nothing is white. */
function tripleStroke(pen: Pen, path: Path2D, { colour, palette }: { colour: string; palette: Palette }): void {
	const night = palette.theme === 'night'
	const alpha = pen.globalAlpha
	pen.lineWidth = 5
	pen.globalAlpha = alpha * 0.75
	pen.strokeStyle = palette.sevRingOut
	pen.stroke(path)
	pen.globalAlpha = alpha
	pen.lineWidth = night ? 2.4 : 3
	pen.strokeStyle = night ? colour : palette.sevRingIn
	pen.stroke(path)
	pen.lineWidth = 1.6
	pen.strokeStyle = colour
	pen.stroke(path)
}

type Dash = { readonly dash: number[]; readonly width: number; readonly colour: string; readonly halo: string | undefined }

function dashedStroke(pen: Pen, path: Path2D, { dash, width, colour, halo }: Dash): void {
	if (halo) {
		pen.lineWidth = width + 2.5
		pen.strokeStyle = halo
		pen.stroke(path)
	}
	pen.setLineDash(dash)
	pen.lineWidth = width
	pen.strokeStyle = colour
	pen.stroke(path)
	pen.setLineDash([])
}

function ring(pen: Pen, path: Path2D, { accent, halo }: Palette): void {
	pen.lineWidth = 17
	pen.strokeStyle = halo
	pen.stroke(path)
	pen.lineWidth = 13
	pen.strokeStyle = accent
	pen.stroke(path)
	pen.lineWidth = 8
	pen.strokeStyle = halo
	pen.stroke(path)
}

/** Name of an area: in a box with its severity, or plain over the ground for sections. */
export function drawAreaTag(
	pen: Pen,
	{ item, tag }: AreaMark,
	{ palette, measure, selected }: { palette: Palette; measure: Measure; selected: boolean },
): void {
	if (!tag) return
	pen.save()
	pen.font = fontOf('strong', palette)
	pen.textBaseline = 'middle'
	pen.textAlign = 'left'
	const middle = (tag.top + tag.bottom) / 2 + 0.5
	if (!item.boxed) {
		haloText(pen, item.label, { x: tag.left + 4, y: middle, fill: palette.label, halo: palette.halo })
		pen.restore()
		return
	}
	roundedPath(pen, { left: tag.left + 0.5, top: tag.top + 0.5, width: tag.right - tag.left - 1, height: tag.bottom - tag.top - 1 }, 4)
	pen.fillStyle = palette.surface
	pen.fill()
	pen.lineWidth = selected ? 2 : 1
	pen.strokeStyle = selected ? palette.accent : palette.edge
	pen.stroke()
	const text = tag.left + (item.severity === undefined ? 9 : 32)
	if (item.severity !== undefined) drawSeverity(pen, item.severity, { x: tag.left + 17, y: (tag.top + tag.bottom) / 2, size: 18, palette })
	pen.fillStyle = palette.text1
	pen.fillText(item.label, text, middle)
	strikeName(pen, item, { left: text, right: text + measure(item.label, 'strong'), middle, colour: palette.text1 })
	pen.restore()
}

type Struck = { readonly left: number; readonly right: number; readonly middle: number; readonly colour: string }

/** Once for what was cancelled, twice for what was taken back. */
function strikeName(pen: Pen, { look }: AreaItem, { middle, ...line }: Struck): void {
	if (look === 'cancelled') strike(pen, { ...line, y: middle })
	if (look !== 'retracted') return
	strike(pen, { ...line, y: middle - 2 })
	strike(pen, { ...line, y: middle + 2 })
}

function strike(pen: Pen, { left, right, y, colour }: { left: number; right: number; y: number; colour: string }): void {
	pen.beginPath()
	pen.moveTo(left, y)
	pen.lineTo(right, y)
	pen.lineWidth = 1.5
	pen.strokeStyle = colour
	pen.stroke()
}
