import { nhnMetres, zeroAt } from '@lagebild/model/gauge.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { GaugeItem, Trend } from '../item.ts'
import { clock, conflictWords, inConflict, pointOf, standOf, words } from './facts.ts'
import type { ItemContext, Stand } from './facts.ts'

/** Slower than this the value stands, units per hour (cm/h at a gauge). */
const STEADY = 3

type Sensor = RowOf<'sensor'>
export type Reading = { readonly value: string; readonly unit: string }

/** A height above a datum: what the water does, as against a battery or a flow. */
function isLevel({ fields: { unit, zeros } }: Sensor): boolean {
	return unit === 'cm' && Object.keys(zeros ?? {}).length > 0
}

/** A gauge with its newest value; water levels in metres NHN where the gauge's zero is known. */
export function sensorItem(row: Sensor, measured: MeasuredRow | undefined, context: ItemContext): GaugeItem | undefined {
	const position = pointOf(row, undefined)
	const stand = standOf(row, measured, context)
	if (!position || !stand) return undefined
	const facts = { ...readingOf(row, measured, context), trend: trendOf(measured) }
	return {
		type: 'gauge',
		id: row.id,
		kind: 'sensor',
		position,
		look: stand.look,
		note: stand.note,
		label: row.fields.name ?? '',
		title: sensorTitle(row, { ...facts, stand, at: measured?.at }, context),
		conflict: inConflict(row),
		own: false,
		level: isLevel(row),
		...facts,
	}
}

type SensorFacts = Reading & { readonly trend: Trend | undefined; readonly stand: Stand; readonly at: number | undefined }

function sensorTitle(row: Sensor, { value, unit, trend, stand, at }: SensorFacts, context: ItemContext): string {
	const { texts } = context
	const { name, long } = row.fields
	return words(
		long ?? name ?? texts.kind('sensor'),
		`${value} ${unit}`.trim(),
		trend && stand.look === 'live' ? texts.trend(trend) : undefined,
		at === undefined ? undefined : texts.asOf(clock(at, texts)),
		stand.look === 'stale' ? undefined : stand.words,
		conflictWords(inConflict(row), context),
	)
}

/** No value is said as such; it is never 0. */
export function readingOf({ fields }: Sensor, measured: MeasuredRow | undefined, { texts }: ItemContext): Reading {
	const value = measured?.value
	if (!measured || value === undefined || value === null) return { value: texts.noValue, unit: '' }
	const { unit, zeros } = fields
	const zero = zeroAt(zeros, measured.at)
	if (unit === 'cm' && zero) return { value: figure(nhnMetres(value, zero.metres), 2, texts.locale), unit: 'm' }
	return { value: figure(value, Number.isInteger(value) ? 0 : 1, texts.locale), unit: unit ?? '' }
}

function trendOf(measured: MeasuredRow | undefined): Trend | undefined {
	const trend = measured?.trend
	if (trend === undefined || typeof measured?.value !== 'number') return undefined
	if (Math.abs(trend) < STEADY) return 'steady'
	return trend > 0 ? 'rising' : 'falling'
}

const FIGURES = new Map<string, Intl.NumberFormat>()

/** With a true minus sign. */
function figure(value: number, digits: number, locale: string): string {
	const key = `${locale} ${digits}`
	const format = FIGURES.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
	FIGURES.set(key, format)
	return format.format(value).replace('-', '−')
}
