import { nhnMetres, proposedStage } from '@lagebild/model/gauge.ts'
import type { CurveSeries } from '@lagebild/model/measurement.ts'
import type { CurvePeak, MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { Thing } from '../state/facts.ts'
import { oldSince } from './life.ts'
import { plainName } from './names.ts'

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
	readonly forecast: GaugePeak | undefined
	readonly astronomic: GaugePeak | undefined
}

export function isWaterLevel(thing: Thing): thing is Thing & { readonly row: SensorRow } {
	return thing.row.kind === 'sensor' && thing.row.fields.property === 'W'
}

/** A value of this sensor in metres NHN; undefined when its unit or its zero does not say how. */
export function levelOf({ unit, zero }: SensorRow['fields'], value: number): number | undefined {
	if (unit === 'cm' && zero) return nhnMetres(value, zero.metres)
	if (unit === 'm' && zero) return value + zero.metres
	if (unit && /^m\s*(?:ü\.?\s*)?(?:\+\s*)?NHN$/i.test(unit)) return value
	return undefined
}

/** Centimetres of one unit of this sensor, for trends. */
function centimetresOf({ unit }: SensorRow['fields']): number | undefined {
	if (unit === 'cm') return 1
	return unit?.startsWith('m') ? 100 : undefined
}

export function gaugeView(thing: Thing & { readonly row: SensorRow }, now: number): GaugeView {
	const { row, measured } = thing
	return {
		row,
		name: plainName(row.fields.name ?? row.id),
		level: typeof measured?.value === 'number' ? levelOf(row.fields, measured.value) : undefined,
		trend: trendOf(row, measured),
		at: measured?.at,
		silentSince: oldSince(thing, now),
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
	const level = peak && levelOf(row.fields, peak.value)
	if (!peak || level === undefined) return undefined
	return { at: peak.at, issued: peak.issued, level, spread: spreadOf(row.fields, peak) }
}

/** Half the width of the band at the peak, metres. */
function spreadOf(fields: SensorRow['fields'], { lower, upper }: CurvePeak): number | undefined {
	const low = lower === undefined ? undefined : levelOf(fields, lower)
	const high = upper === undefined ? undefined : levelOf(fields, upper)
	return low === undefined || high === undefined ? undefined : (high - low) / 2
}

const REFERENCE = /st\.?\s*pauli/i

/** The gauge that the stage lines of the city belong to. */
export function isReference({ fields }: SensorRow): boolean {
	return REFERENCE.test(fields.name ?? '')
}

/** The station whose level decides in Hamburg; without it the first one that has a forecast. */
export function referenceGauge(gauges: readonly GaugeView[]): GaugeView | undefined {
	return gauges.find(({ row }) => isReference(row)) ?? gauges.find(({ forecast }) => forecast) ?? gauges[0]
}

/** The highest stage that the present level or the coming peak reaches. Only ever a proposal. */
export function stageProposal(
	{ level, forecast }: GaugeView,
	now: number,
): { readonly stage: number; readonly from: 'forecast' | 'level' } | undefined {
	const coming = forecast && forecast.at > now ? proposedStage(forecast.level) : undefined
	const present = level === undefined ? undefined : proposedStage(level)
	if (coming !== undefined && coming >= (present ?? -1)) return { stage: coming, from: 'forecast' }
	return present === undefined ? undefined : { stage: present, from: 'level' }
}
