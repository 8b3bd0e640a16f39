import type { EntityId } from '@lagebild/model/ids.ts'

import { isStanding, severityRank } from '../item.ts'
import { captionLines, CAPTION_LINE } from '../layer/frame.ts'
import type { Caption, Frame, Mark, Measure } from '../layer/frame.ts'
import type { Viewport } from '../mercator.ts'
import type { Palette } from '../palette.ts'
import type { SignLook, Sprite } from '../symbols/raster.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { drawArea, drawAreaTag } from './area.ts'
import type { Patterns } from './area.ts'
import { drawCluster } from './cluster.ts'
import { drawGate } from './gate.ts'
import { drawGaugeTag, drawStation, drawStem } from './gauge.ts'
import { drawGhost } from './ghost.ts'
import { drawLock } from './lock.ts'
import { drawConflict, drawFocus, drawMark, drawSelection } from './marks.ts'
import { fontOf, haloText, roundedPath } from './pen.ts'
import type { Pen } from './pen.ts'
import { drawSeverity } from './severity.ts'
import { drawFrameOf, drawStateOf, weightOf } from './standing.ts'

export type Tools = {
	readonly palette: Palette
	readonly patterns: Patterns
	readonly measure: Measure
	/** Draws the names of the ground. */
	readonly ground: () => void
	/** Undefined while the bitmap is being made: a quiet stand-in is drawn. */
	readonly sprite: (spec: SignSpec, look: SignLook) => Sprite | undefined
}

/** Areas, names of the ground, signs, clusters, value tags, names, rings: later things lie over earlier ones. */
export function drawFrame(pen: Pen, frame: Frame, tools: Tools): void {
	const { viewport, marks, selected, focused } = frame
	pen.setTransform(viewport.ratio, 0, 0, viewport.ratio, 0, 0)
	pen.clearRect(0, 0, viewport.width, viewport.height)
	drawGround(pen, frame, tools)
	for (const ghost of frame.ghosts) drawGhost(pen, ghost, tools.palette)
	for (const mark of marks) if (mark.item.id !== selected) drawMarkItem(pen, mark, { ...tools, viewport })
	drawTags(pen, frame, tools)
	for (const mark of marks) if (mark.item.id === selected) drawSelected(pen, mark, { ...tools, viewport })
	if (focused !== undefined) drawFocused(pen, frame, { focused, palette: tools.palette })
}

function drawGround(pen: Pen, { viewport, areas, gauges, selected }: Frame, { palette, patterns, ground }: Tools): void {
	for (const area of areas) drawArea(pen, area, { viewport, palette, patterns, selected: area.item.id === selected })
	pen.save()
	ground()
	pen.restore()
	for (const tag of gauges) drawStem(pen, tag, palette)
}

function drawTags(pen: Pen, { clusters, areas, gauges, captions, selected }: Frame, { palette, measure }: Tools): void {
	for (const cluster of clusters) drawCluster(pen, cluster, palette)
	for (const caption of captions) drawCaption(pen, caption, palette)
	for (const area of areas) drawAreaTag(pen, area, { palette, measure, selected: area.item.id === selected })
	for (const tag of gauges) drawGaugeTag(pen, tag, { palette, measure })
}

type MarkTools = Tools & { readonly viewport: Viewport }

function drawSelected(pen: Pen, mark: Mark, tools: MarkTools): void {
	drawSelection(pen, mark.box, tools.palette)
	drawMarkItem(pen, mark, tools)
}

function drawFocused(pen: Pen, { marks, areas }: Frame, { focused, palette }: { focused: EntityId; palette: Palette }): void {
	const box = marks.find(({ item }) => item.id === focused)?.box ?? areas.find(({ item }) => item.id === focused)?.tag
	if (box) drawFocus(pen, box, palette)
}

function drawMarkItem(pen: Pen, mark: Mark, tools: MarkTools): void {
	const { item, x, y, box } = mark
	const { palette } = tools
	if (item.type !== 'gauge') drawFrameOf(pen, item.look, { box, palette })
	switch (item.type) {
		case 'symbol':
			drawSign(pen, mark, tools)
			break
		case 'gauge':
			drawStation(pen, item, { x, y, palette })
			break
		case 'gate':
			drawGate(pen, item, { x, y, zoom: tools.viewport.zoom, palette })
			break
		case 'mark':
			drawMark(pen, item, { x, y, palette })
			break
	}
	drawStateOf(pen, item.look, { box, palette })
	drawBadges(pen, mark, palette)
}

function drawSign(pen: Pen, { item, box }: Mark, { palette, sprite }: Tools): void {
	if (item.type !== 'symbol') return
	const drawn = sprite(item.sign, item.look === 'ended' ? 'ended' : 'live')
	pen.save()
	pen.globalAlpha *= weightOf(item.look)
	if (drawn) pen.drawImage(drawn.bitmap, box.left, box.top, drawn.width, drawn.height)
	else {
		roundedPath(pen, { left: box.left + 2, top: box.top + 2, width: box.right - box.left - 4, height: box.bottom - box.top - 4 }, 3)
		pen.fillStyle = palette.surface2
		pen.fill()
	}
	pen.restore()
}

/** Severity at the upper right of a sign; the conflict tile stands there when both are needed, the severity beside it. */
function drawBadges(pen: Pen, { item, box }: Mark, palette: Palette): void {
	const [x, y] = [box.right, box.top]
	const level = item.type === 'gauge' ? undefined : item.severity
	if (item.conflict) drawConflict(pen, { x, y, palette })
	if (item.restricted) drawLock(pen, { x: box.left, y: box.bottom })
	if (level !== undefined && isStanding(item.look)) {
		drawSeverity(pen, level, {
			x: x + (item.conflict ? 19 : 3),
			y: y + (item.type === 'symbol' && item.group === 'hazard' ? 2 : 0),
			size: 18,
			palette,
		})
	}
}

function drawCaption(pen: Pen, { item, rect, side }: Caption, palette: Palette): void {
	const lines = captionLines(item)
	pen.save()
	pen.textBaseline = 'middle'
	pen.textAlign = side === 'right' ? 'left' : side === 'left' ? 'right' : 'center'
	const x = side === 'right' ? rect.left + 2 : side === 'left' ? rect.right - 2 : (rect.left + rect.right) / 2
	lines.forEach(({ text, style }, index) => {
		pen.font = fontOf(style, palette)
		const fill = style === 'age' ? palette.old : severityRank(item.severity) >= 4 ? palette.text1 : palette.label
		haloText(pen, text, { x, y: rect.top + CAPTION_LINE * (index + 0.5) + 0.5, fill, halo: palette.halo })
	})
	pen.restore()
}
