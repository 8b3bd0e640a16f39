import { isWaterLevel } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import { useNow, usePicture } from '../state/react.ts'
import { levelSeries, reaches } from './levels.ts'
import { useSeries } from './series.ts'
import type { Points } from './series.ts'

/** When the forecast of the reference gauge reaches a height. Without a forecast nobody knows. */
export type WaterAt = { readonly state: 'at'; readonly at: number } | { readonly state: 'reached' | 'free' | 'unknown' }

const HOUR_MS = 3_600_000
const AHEAD_HOURS = 24

export function waterAt(
	height: number | undefined,
	level: number | undefined,
	{ forecast, now }: { readonly forecast: Points | undefined; readonly now: number },
): WaterAt {
	if (height === undefined) return { state: 'unknown' }
	if (level !== undefined && level >= height) return { state: 'reached' }
	if (!forecast) return { state: 'unknown' }
	const at = reaches(forecast, height, now)
	return at === undefined ? { state: 'free' } : { state: 'at', at }
}

/** The forecast of the reference gauge as levels, read again with every new issue. */
export function useForecast(reference: GaugeView | undefined): Points | undefined {
	const thing = usePicture(({ content }) => thingOf(content, reference?.row.id))
	const now = useNow(60_000)
	const { series } = useSeries({
		operation: thing?.operation,
		id: reference?.row.id,
		hoursBack: 0,
		hoursAhead: AHEAD_HOURS,
		version: reference?.forecast?.issued ?? 0,
		everyMs: 300_000,
	})
	if (series.state !== 'loaded' || !thing || !isWaterLevel(thing)) return undefined
	return levelSeries(thing.row.fields, series.series, { from: now - HOUR_MS, to: now + AHEAD_HOURS * HOUR_MS, now }).forecast
}

export function useWaterAt(): (height: number | undefined) => WaterAt {
	const reference = usePicture((facts) => figuresNow(facts).reference)
	const forecast = useForecast(reference)
	const now = useNow(60_000)
	return (height) => waterAt(height, reference?.level, { forecast, now })
}
