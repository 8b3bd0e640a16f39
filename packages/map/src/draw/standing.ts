import type { Look } from '../item.ts'
import type { Rect } from '../layer/collision.ts'
import type { Palette } from '../palette.ts'
import { drawStaleFrame, drawStrike } from './marks.ts'
import { roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'

/** Under the sign: stale is hatched, not confirmed is an open frame; neither is told by colour alone. */
export function drawFrameOf(pen: Pen, look: Look, { box, palette }: { readonly box: Rect; readonly palette: Palette }): void {
	if (look === 'stale') drawStaleFrame(pen, box, palette)
	if (look === 'unconfirmed') drawOpenFrame(pen, box, palette)
}

/** Over the sign: a stroke for what is void, two for what never was, a badge for what else is over or in doubt. */
export function drawStateOf(pen: Pen, look: Look, { box, palette }: { readonly box: Rect; readonly palette: Palette }): void {
	if (look === 'cancelled' || look === 'retracted') drawStrike(pen, box, palette)
	if (look === 'retracted') drawStrike(pen, { ...box, top: box.bottom, bottom: box.top }, palette)
	const glyph = GLYPHS[look]
	if (glyph) drawBadge(pen, glyph, { x: box.left, y: box.bottom, palette })
}

/** Opacity of a sign by how it stands. */
export function weightOf(look: Look): number {
	switch (look) {
		case 'live':
		case 'stale':
		case 'unconfirmed':
		case 'ended':
			return 1
		case 'expired':
			return 0.6
		case 'cancelled':
		case 'retracted':
		case 'superseded':
			return 0.45
	}
}

function drawOpenFrame(pen: Pen, { left, top, right, bottom }: Rect, { old, halo }: Palette): void {
	const gap = 5
	roundedPath(pen, { left: left - gap, top: top - gap, width: right - left + 2 * gap, height: bottom - top + 2 * gap }, 5)
	pen.save()
	pen.lineWidth = 4
	pen.strokeStyle = halo
	pen.stroke()
	pen.setLineDash([6, 5])
	pen.lineWidth = 1.8
	pen.strokeStyle = old
	pen.stroke()
	pen.restore()
}

type Line = readonly (readonly [number, number])[]

/** Lines in a circle of radius 7: a question mark, an hourglass, a chevron that leads on. */
const GLYPHS: Readonly<Partial<Record<Look, readonly Line[]>>> = {
	unconfirmed: [
		[
			[-2.4, -2],
			[-1.6, -3.8],
			[1.6, -3.8],
			[2.4, -2],
			[0, 0.2],
			[0, 1.4],
		],
		[
			[0, 3.7],
			[0, 3.9],
		],
	],
	expired: [
		[
			[-3, -4],
			[3, -4],
			[-3, 4],
			[3, 4],
			[-3, -4],
		],
	],
	superseded: [
		[
			[-3.5, -3.2],
			[-0.3, 0],
			[-3.5, 3.2],
		],
		[
			[0.3, -3.2],
			[3.5, 0],
			[0.3, 3.2],
		],
	],
}

function drawBadge(pen: Pen, lines: readonly Line[], { x, y, palette }: Point & { readonly palette: Palette }): void {
	pen.save()
	pen.translate(x, y)
	pen.beginPath()
	pen.arc(0, 0, 8, 0, 2 * Math.PI)
	pen.lineWidth = 3
	pen.strokeStyle = palette.halo
	pen.stroke()
	pen.fillStyle = palette.surface
	pen.fill()
	pen.lineWidth = 1.2
	pen.strokeStyle = palette.text1
	pen.stroke()
	pen.beginPath()
	for (const line of lines) for (const [index, [px, py]] of line.entries()) pen[index === 0 ? 'moveTo' : 'lineTo'](px, py)
	pen.lineWidth = 1.7
	pen.lineCap = 'round'
	pen.lineJoin = 'round'
	pen.stroke()
	pen.restore()
}
