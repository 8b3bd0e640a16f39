import type { Observation } from './state.ts'

const WINDOW_MS = 30 * 60_000
const HOUR_MS = 3_600_000

/**
 * P35: change per hour as the slope of the least-squares line through the values of the last 30 minutes, to 1/1000 of the unit;
 * undefined when they are fewer than two. `series` ascends in time.
 */
export function trendOf(series: readonly Observation[]): number | undefined {
	const points = lastWindow(series)
	const [first] = points
	if (!first || points.length < 2) return undefined
	let sums = { t: 0, v: 0, tt: 0, tv: 0 }
	for (const { at, value } of points) {
		const t = (at - first.at) / HOUR_MS
		const v = value - first.value
		sums = { t: sums.t + t, v: sums.v + v, tt: sums.tt + t * t, tv: sums.tv + t * v }
	}
	const n = points.length
	const slope = (n * sums.tv - sums.t * sums.v) / (n * sums.tt - sums.t * sums.t)
	return Math.round(slope * 1_000) / 1_000 + 0
}

/** P35: from when on values make the trend. */
export function trendSince(series: readonly Observation[]): number {
	return (series.at(-1)?.at ?? 0) - WINDOW_MS
}

function lastWindow(series: readonly Observation[]): { at: number; value: number }[] {
	const since = trendSince(series)
	const points: { at: number; value: number }[] = []
	for (const { at, value } of series) if (value !== null && at >= since) points.push({ at, value })
	return points
}
