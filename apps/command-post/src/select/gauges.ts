import { centimetresOf, levelOf, proposedStage, surgeClass } from '@lagebild/model/gauge.ts'
import type { GaugeScale, GaugeScales, Stage, SurgeClass } from '@lagebild/model/gauge.ts'
import type { CurveSeries } from '@lagebild/model/measurement.ts'
import type { CurvePeak, MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { Thing } from '../state/facts.ts'
import { jumpIn } from './jump.ts'
import { oldSince } from './life.ts'
import { plainName } from './names.ts'
import { scaleOf } from './scales.ts'

export type SensorRow = RowOf<'sensor'>

export type GaugePeak = { readonly at: number; readonly issued: number; readonly level: number; readonly spread: number | undefined }

/** A water level station in metres NHN. `level` is undefined when there is no value or no known zero. */
export type GaugeView = {
	readonly row: SensorRow
	readonly name: string
	readonly level: number | undefined
	/** Centimetres per hour. */
	readonly trend: number | undefined
	readonly at: number | undefined
	/** Since when it has been silent, if it is. */
	readonly silentSince: number | undefined
	/** The value, or one that the trend was computed from, jumped as no water does. */
	readonly doubt: 'value' | 'trend' | undefined
	readonly forecast: GaugePeak | undefined
	readonly astronomic: GaugePeak | undefined
}

export function isWaterLevel(thing: Thing): thing is Thing & { readonly row: SensorRow } {
	return thing.row.kind === 'sensor' && thing.row.fields.property === 'W'
}

export function gaugeView(thing: Thing & { readonly row: SensorRow }, now: number): GaugeView {
	const { row, measured } = thing
	return {
		row,
		name: plainName(row.fields.name ?? row.id),
		level: typeof measured?.value === 'number' ? levelOf(row.fields, measured.value, measured.at) : undefined,
		trend: trendOf(row, measured),
		at: measured?.at,
		silentSince: oldSince(thing, now),
		doubt: jumpIn(measured),
		forecast: peakOf(row, measured, 'forecast'),
		astronomic: peakOf(row, measured, 'astronomic'),
	}
}

function trendOf({ fields }: SensorRow, measured: MeasuredRow | undefined): number | undefined {
	const factor = centimetresOf(fields)
	return measured?.trend === undefined || factor === undefined ? undefined : measured.trend * factor
}

function peakOf(row: SensorRow, measured: MeasuredRow | undefined, series: CurveSeries): GaugePeak | undefined {
	const peak = measured?.peaks?.find((one) => one.series === series)
	const level = peak && levelOf(row.fields, peak.value, peak.at)
	if (!peak || level === undefined) return undefined
	return { at: peak.at, issued: peak.issued, level, spread: spreadOf(row.fields, peak) }
}

/** Half the width of the band at the peak, metres. */
function spreadOf(fields: SensorRow['fields'], { at, lower, upper }: CurvePeak): number | undefined {
	const low = lower === undefined ? undefined : levelOf(fields, lower, at)
	const high = upper === undefined ? undefined : levelOf(fields, upper, at)
	return low === undefined || high === undefined ? undefined : (high - low) / 2
}

/** The station whose level decides, by configuration; without it the first one that has a forecast. */
export function referenceGauge(gauges: readonly GaugeView[], scales: GaugeScales): GaugeView | undefined {
	return gauges.find(({ row }) => scaleOf(scales, row.id).reference) ?? gauges.find(({ forecast }) => forecast) ?? gauges[0]
}

type StageProposal = { readonly stage: Stage; readonly level: number; readonly from: 'forecast' | 'level' }

/** The level of the coming peak; undefined when it is over or there is none. */
function levelAhead({ forecast }: GaugeView, now: number): number | undefined {
	return forecast && forecast.at > now ? forecast.level : undefined
}

/** The highest stage that the present level or the coming peak reaches. Only ever a proposal. */
export function stageProposal(gauge: GaugeView, { stages }: GaugeScale, now: number): StageProposal | undefined {
	const coming = proposalFrom('forecast', levelAhead(gauge, now), stages)
	const present = proposalFrom('level', gauge.level, stages)
	return coming && coming.stage.from >= (present?.stage.from ?? coming.stage.from) ? coming : present
}

function proposalFrom(from: StageProposal['from'], level: number | undefined, stages: readonly Stage[]): StageProposal | undefined {
	const stage = level === undefined ? undefined : proposedStage(level, stages)
	return stage && level !== undefined ? { stage, level, from } : undefined
}

/** The class of surge that the present level or the coming peak reaches, with the level that decides. */
export function surgeProposal(
	gauge: GaugeView,
	scale: GaugeScale,
	now: number,
): { readonly surge: SurgeClass; readonly level: number } | undefined {
	const level = Math.max(gauge.level ?? Number.NEGATIVE_INFINITY, levelAhead(gauge, now) ?? Number.NEGATIVE_INFINITY)
	const surge = surgeClass(level, scale)
	return surge && { surge, level }
}
