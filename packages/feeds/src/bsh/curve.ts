import type { EntityId } from '@lagebild/model/ids.ts'
import type { Curve } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'
import type * as z from 'zod'

import { isObject, itemsOf, numberOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { measured } from '../pegelonline/value.ts'

/** How far around a high or low water its uncertainty is taken to hold. */
const AROUND_MS = 90 * 60_000
const MAX_POINTS = 3_000

type CurveOf = z.infer<typeof Curve>
type Point = { readonly at: number; readonly time: string; readonly value: number }
type Tide = Point & { readonly uncertainty?: number }

/** Whose curves these are, in which unit, and when they were computed. */
export type Target = { readonly entity: EntityId; readonly issued: string; readonly factor: number }

/**
 * Forecast and astronomic curve of one gauge. The official high and low waters stand in the forecast curve at their own time and replace
 * an automatic value of the same minute; their uncertainty is `lower` and `upper` around them and unknown elsewhere. Their astronomic
 * prediction stands in the astronomic curve in the same way, which thereby reaches its own turning points.
 */
export function curvesOf(properties: JsonObject, target: Target): readonly CurveOf[] {
	const items = itemsOf(properties['curve']).filter(isObject)
	const tides = itemsOf(properties['high_water_low_water']).filter(isObject)
	const official = tides.flatMap((tide) => tideOf(tide, target.factor))
	const forecast = sorted([...points(items, 'automated_curve_forecast', target.factor), ...official])
	const turns = tides.flatMap((tide) => pointOf(tide['event_timestamp'], tide['tidal_prediction_value'], target.factor) ?? [])
	const astronomic = sorted([...points(items, 'tidal_prediction', target.factor), ...turns])
	return [
		...(forecast.length > 0 ? [{ ...curve('forecast', forecast, target), ...bandOf(forecast, official) }] : []),
		...(astronomic.length > 0 ? [curve('astronomic', astronomic, target)] : []),
	]
}

function curve(series: 'forecast' | 'astronomic', list: readonly Point[], { entity, issued }: Target): CurveOf {
	return { entity, series, issued, times: list.map(({ time }) => time), values: list.map(({ value }) => value) }
}

function points(items: readonly JsonObject[], name: string, factor: number): readonly Point[] {
	return items.flatMap((item) => pointOf(item['timestamp'], item[name], factor) ?? [])
}

function pointOf(timestamp: unknown, value: unknown, factor: number): Point | undefined {
	const at = typeof timestamp === 'string' && timestamp.length <= 40 ? readIso(timestamp) : undefined
	const number = measured(value)
	if (at === undefined || number === undefined || typeof timestamp !== 'string') return undefined
	return { at, time: timestamp.trim(), value: scaled(number, factor) }
}

/** One official high or low water. It replaces an automatic point of the same minute, so it comes later in the list. */
function tideOf(tide: JsonObject, factor: number): readonly Tide[] {
	const point = pointOf(tide['event_timestamp'], tide['forecast_value'], factor)
	const uncertainty = centimetres(tide['forecast_uncertainty'])
	if (!point) return []
	return [{ ...point, ...(uncertainty !== undefined && { uncertainty: scaled(uncertainty, factor) }) }]
}

/** `"± 0,2 m"`, `"20 cm"` or the number 20 as centimetres. */
function centimetres(value: unknown): number | undefined {
	if (typeof value !== 'string') return positive(numberOf(value))
	const [, number, unit] = /^[±+\-/\s]*(\d{1,4}(?:[.,]\d{1,3})?)\s*(cm|m)?$/.exec(value.trim()) ?? []
	return positive((numberOf(number) ?? Number.NaN) * (unit === 'm' ? 100 : 1))
}

function positive(value: number | undefined): number | undefined {
	return value !== undefined && value >= 0 ? value : undefined
}

function scaled(value: number, factor: number): number {
	return Math.round(value * factor * 1e6) / 1e6
}

function sorted(list: readonly Point[]): readonly Point[] {
	const byMinute = new Map(list.map((point) => [Math.floor(point.at / 60_000), point]))
	return [...byMinute.values()].toSorted((a, b) => a.at - b.at).slice(0, MAX_POINTS)
}

function bandOf(forecast: readonly Point[], tides: readonly Tide[]): Pick<CurveOf, 'lower' | 'upper'> {
	const widths = forecast.map(({ at }) => widthAt(at, tides))
	if (widths.every((width) => width === undefined)) return {}
	const shifted = (sign: number): (number | null)[] =>
		forecast.map(({ value }, i) => {
			const width = widths[i]
			return width === undefined ? null : Math.round((value + sign * width) * 1e6) / 1e6
		})
	return { lower: shifted(-1), upper: shifted(1) }
}

function widthAt(at: number, tides: readonly Tide[]): number | undefined {
	const near = tides.filter(({ uncertainty, at: time }) => uncertainty !== undefined && Math.abs(time - at) <= AROUND_MS)
	return near.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]?.uncertainty
}
