import { levelOf } from '@lagebild/model/gauge.ts'

import type { SensorRow } from '../select/gauges.ts'
import type { CurvePoints, Points, Series } from './series.ts'

type Levels = readonly (number | null)[]

/** The curves of a gauge in metres NHN, cut to the span that is shown. */
export type LevelSeries = {
	readonly observed: Points
	readonly forecast: (CurvePoints & { readonly lower?: Levels; readonly upper?: Levels }) | undefined
	readonly astronomic: CurvePoints | undefined
}

type Span = { readonly from: number; readonly to: number }

function toLevels(fields: SensorRow['fields'], values: Levels, at: readonly number[]): Levels {
	return values.map((value, index) => (value === null ? null : (levelOf(fields, value, at[index] ?? Number.NaN) ?? null)))
}

function cut<T>(values: readonly T[], at: readonly number[], { from, to }: Span): readonly T[] {
	return values.filter((_, index) => {
		const time = at[index]
		return time !== undefined && time >= from && time <= to
	})
}

function points(fields: SensorRow['fields'], { at, value }: Points, span: Span): Points {
	return { at: cut(at, at, span), value: cut(toLevels(fields, value, at), at, span) }
}

function curve(fields: SensorRow['fields'], given: CurvePoints | undefined, span: Span): CurvePoints | undefined {
	if (!given) return undefined
	const { at, lower, upper, issued } = given
	const band =
		lower && upper ? { lower: cut(toLevels(fields, lower, at), at, span), upper: cut(toLevels(fields, upper, at), at, span) } : {}
	return { ...points(fields, given, span), ...band, issued }
}

/** As it was known at a time, where that is not now: a forecast that was issued later was not. */
export function knownAt(series: Series, now: number | undefined): Series {
	const issued = series.forecast?.issued
	return now !== undefined && issued !== undefined && issued > now ? { ...series, forecast: undefined } : series
}

/** Measured, forecast and astronomic levels. The forecast begins now: what it said about the past is of no use any more. */
export function levelSeries(fields: SensorRow['fields'], series: Series, { from, to, now }: Span & { readonly now: number }): LevelSeries {
	return {
		observed: points(fields, series.observed, { from, to: Math.min(to, now) }),
		forecast: curve(fields, series.forecast, { from: Math.max(from, now), to }),
		astronomic: curve(fields, series.astronomic, { from, to }),
	}
}

/** Adds the newest value, which arrives sooner than the series is read again. */
export function withNewest(observed: Points, at: number | undefined, level: number | undefined): Points {
	const last = observed.at.at(-1) ?? 0
	if (at === undefined || level === undefined || at <= last) return observed
	return { at: [...observed.at, at], value: [...observed.value, level] }
}

/** First moment from `now` on at which a curve reaches a height, between two points by a straight line. */
export function reaches(curvePoints: Points | undefined, height: number, now: number): number | undefined {
	if (!curvePoints) return undefined
	const { at, value } = curvePoints
	for (const [index, time] of at.entries()) {
		const level = value[index] ?? undefined
		if (time < now || level === undefined || level < height) continue
		return crossing({ time: at[index - 1], level: value[index - 1] ?? undefined }, { time, level }, { height, now })
	}
	return undefined
}

type Point = { readonly time: number | undefined; readonly level: number | undefined }

function crossing(
	before: Point,
	after: { readonly time: number; readonly level: number },
	{ height, now }: { readonly height: number; readonly now: number },
): number {
	if (before.time === undefined || before.level === undefined || before.level >= height) return after.time
	const share = (height - before.level) / (after.level - before.level)
	return Math.max(now, before.time + share * (after.time - before.time))
}

/** When the forecast of the reference gauge reaches a height. Without a forecast nobody knows. */
export type WaterAt = { readonly state: 'at'; readonly at: number } | { readonly state: 'reached' | 'free' | 'unknown' }

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
