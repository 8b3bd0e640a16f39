import type { CurveSeries, StoredCurve } from '@lagebild/model/measurement.ts'
import type { CurvePeak } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { CurveRegister } from './state.ts'

/** Half a semidiurnal tide (12 h 25 min): what lies within it of a high water belongs to that high water. */
const HALF_TIDE_MS = 22_350_000

/**
 * P36: the forecast's highest level from the newest observation on (without one, from its beginning), and the astronomic high water of
 * the same tide; without a forecast, the next astronomic high water. A curve that ends before the newest observation has no peak.
 */
export function peaksOf(curves: ReadonlyMap<CurveSeries, CurveRegister>, newest: Instant | undefined): readonly CurvePeak[] {
	const from = newest ?? 0
	const forecast = peakOf(curves.get('forecast')?.curve, { from, until: Infinity })
	const [low, high] = forecast
		? [forecast.at - HALF_TIDE_MS, forecast.at + HALF_TIDE_MS]
		: [from, nextTide(curves.get('astronomic')?.curve, from)]
	const astronomic = peakOf(curves.get('astronomic')?.curve, { from: low, until: high })
	return [forecast, astronomic].filter((peak) => peak !== undefined)
}

/** End of the tide that follows an instant, or that the curve begins with. */
function nextTide(curve: StoredCurve | undefined, from: number): number {
	return Math.max(from, curve?.times[0] ?? 0) + 2 * HALF_TIDE_MS
}

type Window = { readonly from: number; readonly until: number }

function peakOf(curve: StoredCurve | undefined, window: Window): CurvePeak | undefined {
	const row = curve ? highest(curve, window) : undefined
	const at = row === undefined ? undefined : curve?.times[row]
	const value = row === undefined ? undefined : curve?.values[row]
	if (!curve || row === undefined || at === undefined || typeof value !== 'number') return undefined
	return { series: curve.series, issued: curve.issued, at, value, ...boundsAt(curve, row) }
}

function boundsAt({ lower, upper }: StoredCurve, row: number): Pick<CurvePeak, 'lower' | 'upper'> {
	const low = lower?.[row]
	const high = upper?.[row]
	return { ...(typeof low === 'number' && { lower: low }), ...(typeof high === 'number' && { upper: high }) }
}

/** Row of the first of the highest values in the window. */
function highest({ times, values }: StoredCurve, { from, until }: Window): number | undefined {
	let best: number | undefined
	let top = -Infinity
	for (const [row, at] of times.entries()) {
		const value = values[row]
		if (typeof value !== 'number' || value <= top || at < from || at > until) continue
		best = row
		top = value
	}
	return best
}
