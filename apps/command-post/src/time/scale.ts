import type { Points } from '../gauges/series.ts'
import type { Span } from './marks.ts'

const HOUR_MS = 3_600_000
const STEPS_H = [1, 2, 3, 6, 12, 24, 48, 168, 720]
const MOST_TICKS = 9
/** Of the drawing's own square. */
const WIDTH = 1_000
const HEIGHT = 100
/** Above and below the curve. */
const MARGIN = 8

/** Full hours, as many as can be read. */
export function ticksOf({ from, to }: Span): readonly number[] {
	const hours = (to - from) / HOUR_MS
	const step = (STEPS_H.find((one) => hours / one <= MOST_TICKS) ?? 8_760) * HOUR_MS
	const first = Math.ceil(from / step) * step
	const count = Math.max(0, Math.floor((to - first) / step) + 1)
	return Array.from({ length: count }, (_, i) => first + i * step)
}

/** As a path from left to right; a gap in what was measured is a gap. Undefined where there is no line to be drawn. */
export function curvePath({ at, value }: Points, { from, to }: Span): string | undefined {
	const points = at.flatMap((time, i) => (time >= from && time <= to ? [{ time, level: value[i] ?? null }] : []))
	const levels = points.flatMap(({ level }) => level ?? [])
	if (levels.length < 2) return undefined
	const [low, high] = [Math.min(...levels), Math.max(...levels)]
	const y = (level: number) => HEIGHT - MARGIN - ((level - low) / (high - low || 1)) * (HEIGHT - 2 * MARGIN)
	const x = (time: number) => ((time - from) / (to - from)) * WIDTH
	return points
		.flatMap(({ time, level }, i) => {
			if (level === null) return []
			const gap = i === 0 || points[i - 1]?.level === null
			return [`${gap ? 'M' : 'L'}${x(time).toFixed(1)} ${y(level).toFixed(1)}`]
		})
		.join('')
}
