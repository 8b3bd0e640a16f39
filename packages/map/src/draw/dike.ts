import type { Pen, Point } from './pen.ts'

const TICK = 2.5
const PITCH = 10

/** A line with a 5 px tick across it every 10 px. Takes the pen's stroke style and width. */
export function strokeDike(pen: Pen, points: readonly Point[]): void {
	pen.beginPath()
	let along = PITCH / 2
	points.forEach((to, index) => {
		const from = points[index - 1]
		if (!from) {
			pen.moveTo(to.x, to.y)
			return
		}
		pen.lineTo(to.x, to.y)
		along = ticks(pen, { from, to, along })
		pen.moveTo(to.x, to.y)
	})
	pen.stroke()
}

/** @returns distance from the segment's end to the next tick. */
function ticks(pen: Pen, { from, to, along }: { from: Point; to: Point; along: number }): number {
	const length = Math.hypot(to.x - from.x, to.y - from.y)
	if (length === 0) return along
	const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length]
	let at = along
	for (; at < length; at += PITCH) {
		const [x, y] = [from.x + dx * at, from.y + dy * at]
		pen.moveTo(x - dy * TICK, y + dx * TICK)
		pen.lineTo(x + dy * TICK, y - dx * TICK)
	}
	return at - length
}
