import type { FollowUp, Reception } from '../adapter.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { gapIn, seriesFollowUp } from './address.ts'
import type { Asked } from './address.ts'
import type { PegelonlineOptions } from './options.ts'
import { hasLevel, seriesIn, seriesOf } from './series.ts'
import type { Series } from './series.ts'
import { validFromOf } from './zero.ts'

export type StationReading = { readonly reception: Reception; readonly options: PegelonlineOptions }

const HISTORY_OF_ALL = 20
/** Series of which the values of a gap are asked for. */
const GAP_OF_MOST = 200

/** The forecasts, and the past of a few; of a gap only the values that were missed. */
export function followUpsOf(known: readonly JsonObject[], { reception, options }: StationReading): readonly FollowUp[] {
	const { url: list, document } = reception
	if (list === undefined) return []
	const span = gapIn(document)
	const asked = { list, period: options.historyPeriod, ...(span && { span }) }
	const found = known.flatMap((station) =>
		seriesOfStation(station)
			.filter(({ short }) => !options.series || options.series.includes(short))
			.flatMap((series) =>
				options.forecastSeries.includes(series.short)
					? forecastOf(series, hasLevel(station), asked)
					: pastOf(series, { options, count: known.length }, asked),
			),
	)
	return span ? found.slice(0, GAP_OF_MOST) : found
}

function seriesOfStation(station: JsonObject): readonly Series[] {
	return (seriesIn(station) ?? []).flatMap((item) => (isObject(item) ? (seriesOf(station, item) ?? []) : []))
}

function forecastOf({ uuid, short, native }: Series, ofLevel: boolean, asked: Asked): readonly FollowUp[] {
	if (asked.span) return []
	return seriesFollowUp({ uuid, series: short, type: 'forecast', native: ofLevel ? `${uuid}.W` : native }, asked)
}

type Wanted = { readonly options: PegelonlineOptions; readonly count: number }

function pastOf({ uuid, short, native, item }: Series, { options, count }: Wanted, asked: Asked): readonly FollowUp[] {
	const isListed = options.history ? options.history.includes(uuid) : count <= HISTORY_OF_ALL
	if (!options.historySeries.includes(short) || (!isListed && !asked.span)) return []
	const validFrom = validFromOf(item)
	return seriesFollowUp({ uuid, series: short, type: 'history', native, ...(validFrom !== undefined && { validFrom }) }, asked)
}
