import type { GateState } from '@lagebild/model/kinds/facility.ts'

import { isStanding } from '../item.ts'
import type { GateItem } from '../item.ts'
import type { Palette } from '../palette.ts'
import { roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'

const GATE_SIZE = { width: 32, height: 22 } as const

/** From far away a gate that needs nobody is a small bar: some forty of them would hide the town. */
const FULL_ZOOM = 12
const SMALL_SIZE = { width: 12, height: 8 } as const

export function gateSize({ action, state, conflict }: GateItem, zoom: number): { readonly width: number; readonly height: number } {
	return zoom >= FULL_ZOOM || action || conflict || state === 'unknown' ? GATE_SIZE : SMALL_SIZE
}

type Paint = { readonly fill: string; readonly edge: string; readonly glyph: string; readonly dashed: boolean }

function paintOf({ state, action }: GateItem, { surface, edge, text1, text2, inverse, onInverse }: Palette): Paint {
	if (action) return { fill: inverse, edge: onInverse, glyph: onInverse, dashed: false }
	if (state === 'unknown') return { fill: surface, edge: text2, glyph: text1, dashed: true }
	return { fill: surface, edge, glyph: state === 'closed' ? text2 : text1, dashed: false }
}

/** Two posts and a leaf in a 32 × 22 box: closed is quiet, what needs a hand is inverse, unknown is dashed. */
export function drawGate(pen: Pen, item: GateItem, { x, y, zoom, palette }: Point & { zoom: number; palette: Palette }): void {
	const paint = paintOf(item, palette)
	const { width, height } = gateSize(item, zoom)
	const small = width < GATE_SIZE.width
	pen.save()
	pen.translate(x - width / 2, y - height / 2)
	if (!isStanding(item.look)) pen.globalAlpha *= 0.5
	else if (item.state === 'closed' && !item.action) pen.globalAlpha *= 0.8
	roundedPath(pen, { left: 0.5, top: 0.5, width: width - 1, height: height - 1 }, small ? 2 : 5)
	pen.fillStyle = paint.fill
	pen.fill()
	pen.lineWidth = paint.dashed ? 1.5 : 1
	pen.strokeStyle = paint.edge
	if (paint.dashed) pen.setLineDash([3, 2.5])
	pen.stroke()
	pen.setLineDash([])
	if (item.action) outline(pen, palette)
	pen.translate(width / 2, height / 2)
	if (small) smallLeaf(pen, item.state, paint.glyph)
	else drawGateGlyph(pen, item.state, paint.glyph)
	pen.restore()
}

/** A thin ground line keeps an inverse mark apart from what it stands on. */
function outline(pen: Pen, { halo }: Palette): void {
	const { width, height } = GATE_SIZE
	roundedPath(pen, { left: -1, top: -1, width: width + 2, height: height + 2 }, 6)
	pen.lineWidth = 1.5
	pen.strokeStyle = halo
	pen.stroke()
}

function smallLeaf(pen: Pen, state: GateState, colour: string): void {
	pen.fillStyle = colour
	if (state === 'closed') pen.fillRect(-4, -1, 8, 2)
	else {
		pen.fillRect(-4, -1, 2, 2)
		pen.fillRect(2, -1, 2, 2)
	}
}

/** About the origin, 20 × 10 px. */
export function drawGateGlyph(pen: Pen, state: GateState, colour: string): void {
	pen.fillStyle = colour
	pen.strokeStyle = colour
	pen.fillRect(-10, -5.5, 3, 11)
	pen.fillRect(7, -5.5, 3, 11)
	pen.lineCap = 'butt'
	switch (state) {
		case 'closed':
			pen.fillRect(-7, -1.5, 14, 3)
			return
		case 'open':
			pen.fillRect(-7, -1.5, 2.5, 3)
			pen.fillRect(4.5, -1.5, 2.5, 3)
			return
		case 'closing':
			pen.fillRect(-7, -1.5, 3, 3)
			pen.fillRect(4, -1.5, 3, 3)
			chevron(pen, -2.2, 1)
			chevron(pen, 2.2, -1)
			return
		case 'fault':
			pen.fillRect(-7, -1.5, 4, 3)
			pen.fillRect(3, -1.5, 4, 3)
			line(pen, [-2, 5, 2, -5], 1.8)
			return
		case 'unknown':
			pen.setLineDash([2, 2])
			line(pen, [-6, 0, 6.5, 0], 2.2)
			pen.setLineDash([])
			return
	}
}

function chevron(pen: Pen, x: number, direction: number): void {
	pen.beginPath()
	pen.moveTo(x - direction * 0.6, -2.6)
	pen.lineTo(x + direction * 1.4, 0)
	pen.lineTo(x - direction * 0.6, 2.6)
	pen.lineWidth = 1.4
	pen.stroke()
}

function line(pen: Pen, [x1, y1, x2, y2]: readonly [number, number, number, number], width: number): void {
	pen.beginPath()
	pen.moveTo(x1, y1)
	pen.lineTo(x2, y2)
	pen.lineWidth = width
	pen.stroke()
}
