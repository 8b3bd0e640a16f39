import { useMemo } from 'react'

import { gaugeView } from '../select/gauges.ts'
import type { SensorRow } from '../select/gauges.ts'
import type { Thing } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { useNow, usePicture } from '../state/react.ts'
import { knownAt, levelSeries, withNewest } from './levels.ts'
import type { LevelSeries } from './levels.ts'
import { useSeries } from './series.ts'

export type GaugeThing = Thing & { readonly row: SensorRow }
export type Hours = { readonly back: number; readonly ahead: number }
export type LevelsState =
	| { readonly state: 'loading' | 'failed' | 'empty'; readonly retry: () => void }
	| {
			readonly state: 'ready'
			readonly levels: LevelSeries
			readonly span: { readonly from: number; readonly to: number }
			readonly retry: () => void
	  }

const HOUR_MS = 3_600_000
const READ_AGAIN_MS = 120_000
/** In a replay time may go by a minute in a second. */
const AROUND_MS = HOUR_MS / 2

/** The levels of a gauge around now, the newest value included. */
export function useLevels(thing: GaugeThing, { back, ahead }: Hours): LevelsState {
	const now = useNow(60_000)
	const replay = usePicture(isReplay)
	const { series, retry } = useSeries({
		operation: thing.operation,
		id: thing.row.id,
		hoursBack: back,
		hoursAhead: ahead + (replay ? AROUND_MS / HOUR_MS : 0),
		around: replay ? Math.floor(now / AROUND_MS) * AROUND_MS : undefined,
		version: gaugeView(thing, now).forecast?.issued ?? 0,
		everyMs: READ_AGAIN_MS,
	})
	const span = useMemo(() => ({ from: now - back * HOUR_MS, to: now + ahead * HOUR_MS }), [now, back, ahead])
	const loaded = series.state === 'loaded' ? series.series : undefined
	const levels = useMemo(() => {
		if (!loaded) return undefined
		const known = levelSeries(thing.row.fields, knownAt(loaded, replay ? now : undefined), { ...span, now: now + 60_000 })
		const { at, level } = gaugeView(thing, now)
		return { ...known, observed: withNewest(known.observed, at, level) }
	}, [loaded, thing, span, now, replay])
	if (!levels) return { state: series.state === 'failed' ? 'failed' : 'loading', retry }
	return isEmpty(levels) ? { state: 'empty', retry } : { state: 'ready', levels, span, retry }
}

function isEmpty({ observed, forecast, astronomic }: LevelSeries): boolean {
	return observed.at.length === 0 && !forecast && !astronomic
}
