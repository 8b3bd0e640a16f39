import { nhnMetres } from '@lagebild/model/gauge.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { GaugeItem, Trend } from '../item.ts'
import { clock, inConflict, lookOf, pointOf, staleWords, stateWords, valueTerm, words } from './facts.ts'
import type { ItemContext } from './facts.ts'

/** Slower than this the water stands, cm/h. */
const STEADY_CM = 3

export type Reading = { readonly value: string; readonly unit: string }

/** A gauge with its newest value; water levels in metres NHN where the gauge's zero is known. */
export function sensorItem(row: RowOf<'sensor'>, measured: MeasuredRow | undefined, context: ItemContext): GaugeItem | undefined {
	const position = pointOf(row, undefined)
	const look = lookOf(row, context.now)
	if (!position || !look) return undefined
	const { texts } = context
	const { name, long, everyMs } = row.fields
	const { value, unit } = readingOf(row, measured, context)
	const trend = trendOf(measured)
	const stale = measured ? staleWords(measured.at, valueTerm(everyMs), context) : undefined
	const conflict = inConflict(row)
	return {
		type: 'gauge',
		id: row.id,
		kind: 'sensor',
		position,
		look,
		label: name ?? '',
		value,
		unit,
		title: words(
			long ?? name ?? texts.kind('sensor'),
			`${value} ${unit}`.trim(),
			trend && !stale ? texts.trend(trend) : undefined,
			measured ? texts.asOf(clock(measured.at, texts)) : undefined,
			stale,
			stateWords(row, context),
			conflict ? texts.conflict : undefined,
		),
		conflict,
		own: false,
		...(trend ? { trend } : {}),
		...(stale === undefined ? {} : { stale }),
	}
}

/** No value is said as such; it is never 0. */
export function readingOf({ fields }: RowOf<'sensor'>, measured: MeasuredRow | undefined, { texts }: ItemContext): Reading {
	const value = measured?.value
	if (value === undefined || value === null) return { value: texts.noValue, unit: '' }
	const { unit, zero } = fields
	if (unit === 'cm' && zero) return { value: figure(nhnMetres(value, zero.metres), 2, texts.locale), unit: 'm' }
	return { value: figure(value, Number.isInteger(value) ? 0 : 1, texts.locale), unit: unit ?? '' }
}

function trendOf(measured: MeasuredRow | undefined): Trend | undefined {
	const trend = measured?.trend
	if (trend === undefined || measured?.value === undefined || measured.value === null) return undefined
	if (Math.abs(trend) < STEADY_CM) return 'steady'
	return trend > 0 ? 'rising' : 'falling'
}

const FIGURES = new Map<string, Intl.NumberFormat>()

/** With a true minus sign, as the guide asks. */
function figure(value: number, digits: number, locale: string): string {
	const key = `${locale} ${digits}`
	const format = FIGURES.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
	FIGURES.set(key, format)
	return format.format(value).replace('-', '−')
}
