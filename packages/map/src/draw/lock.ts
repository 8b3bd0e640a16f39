import { roundedPath } from './pen.ts'
import type { Pen, Point } from './pen.ts'

const SIZE = 16
const PAPER = '#ffffff'
const INK = '#0b0e10'

/** A white tile with a closed lock, as the tile of a conflict: the same on every ground and in every theme. */
export function drawLock(pen: Pen, { x, y }: Point): void {
	pen.save()
	pen.translate(Math.round(x - SIZE / 2), Math.round(y - SIZE / 2))
	roundedPath(pen, { left: 0.5, top: 0.5, width: SIZE - 1, height: SIZE - 1 }, 3)
	pen.fillStyle = PAPER
	pen.fill()
	pen.lineWidth = 1
	pen.strokeStyle = INK
	pen.stroke()
	pen.beginPath()
	pen.arc(SIZE / 2, 7, 2.5, Math.PI, 2 * Math.PI)
	pen.lineWidth = 1.6
	pen.stroke()
	pen.fillStyle = INK
	pen.fillRect(4.5, 7, 7, 5.5)
	pen.restore()
}
