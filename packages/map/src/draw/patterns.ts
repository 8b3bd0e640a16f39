import type { PatternName, Patterns } from './area.ts'
import type { Pen } from './pen.ts'

/** Side of the pattern's tile in CSS pixels; each divides 720, so that all of them can be anchored to the ground alike. */
const SIDE = { 1: 8, 2: 8, 3: 12, 4: 12, 5: 8, plus: 16 } as const satisfies Record<PatternName, number>

type Tile = { readonly canvas: HTMLCanvasElement | OffscreenCanvas; readonly pen: Pen }

/** @param tile makes an empty canvas of that many device pixels. */
export function createPatterns(ratio: number, tile: (px: number) => Tile): Patterns {
	const made = new Map<string, CanvasPattern>()
	return {
		of: (pen, name, colour) => {
			const key = `${name}|${colour}`
			const found = made.get(key)
			if (found) return found
			const side = SIDE[name]
			const { canvas, pen: own } = tile(Math.max(1, Math.round(side * ratio)))
			own.scale(canvas.width / side, canvas.height / side)
			paint(own, name, { side, colour })
			const pattern = pen.createPattern(canvas, 'repeat') ?? undefined
			if (pattern) made.set(key, pattern)
			return pattern
		},
	}
}

function paint(pen: Pen, name: PatternName, { side, colour }: { side: number; colour: string }): void {
	pen.strokeStyle = colour
	pen.fillStyle = colour
	switch (name) {
		case 1:
			pen.beginPath()
			pen.arc(side / 2, side / 2, 1.2, 0, 2 * Math.PI)
			pen.fill()
			return
		case 2:
			pen.fillRect(0, side / 2 - 0.75, side, 1.5)
			return
		case 3:
			diagonals(pen, { side, width: 1.3, rise: true })
			return
		case 4:
			diagonals(pen, { side, width: 1.1, rise: true })
			diagonals(pen, { side, width: 1.1, rise: false })
			return
		case 5:
			diagonals(pen, { side, width: 4.2, rise: false })
			return
		case 'plus':
			pen.fillRect(side / 2 - 4, side / 2 - 0.75, 8, 1.5)
			pen.fillRect(side / 2 - 0.75, side / 2 - 4, 1.5, 8)
			return
	}
}

/** Three parallels, so that the tile's corners are filled and the pattern has no seams. */
function diagonals(pen: Pen, { side, width, rise }: { side: number; width: number; rise: boolean }): void {
	pen.beginPath()
	for (const shift of [-side, 0, side]) {
		pen.moveTo(shift - side, rise ? 2 * side : -side)
		pen.lineTo(shift + 2 * side, rise ? -side : 2 * side)
	}
	pen.lineWidth = width
	pen.stroke()
}
