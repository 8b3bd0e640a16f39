import { isWaterLevel } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import { isReplay } from '../state/live.ts'
import { useNow, usePicture } from '../state/react.ts'
import { knownAt, levelSeries, waterAt } from './levels.ts'
import type { WaterAt } from './levels.ts'
import { useSeries } from './series.ts'
import type { Points } from './series.ts'

const HOUR_MS = 3_600_000
const AHEAD_HOURS = 24

/** The forecast of the reference gauge as levels, read again with every new issue. */
export function useForecast(reference: GaugeView | undefined): Points | undefined {
	const thing = usePicture(({ content }) => thingOf(content, reference?.row.id))
	const now = useNow(60_000)
	const replay = usePicture(isReplay)
	const { series } = useSeries({
		operation: thing?.operation,
		id: reference?.row.id,
		hoursBack: 0,
		hoursAhead: AHEAD_HOURS,
		version: reference?.forecast?.issued ?? 0,
		everyMs: 300_000,
	})
	if (series.state !== 'loaded' || !thing || !isWaterLevel(thing)) return undefined
	return levelSeries(thing.row.fields, knownAt(series.series, replay ? now : undefined), {
		from: now - HOUR_MS,
		to: now + AHEAD_HOURS * HOUR_MS,
		now,
	}).forecast
}

export function useWaterAt(): (height: number | undefined) => WaterAt {
	const reference = usePicture((facts) => figuresNow(facts).reference)
	const forecast = useForecast(reference)
	const now = useNow(60_000)
	return (height) => waterAt(height, reference?.level, { forecast, now })
}
