import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { line } from '../text.ts'
import { isBefore, measured } from './value.ts'

export type Zeros = { [day: string]: { metres: number; datum: string } }

/** A zero without a first day holds for every value that a digital service has. */
const EVER = '1900-01-01'

/** The published form is one object; a station whose zero was moved may list several. */
export function gaugeZeros({ gaugeZero }: JsonObject): readonly JsonObject[] {
	return (Array.isArray(gaugeZero) ? gaugeZero.slice(0, 100) : [gaugeZero]).filter(isObject)
}

/** First day of the earliest zero, when each has one: values from before belong to a zero that nobody names. */
export function validFromOf(item: JsonObject): string | undefined {
	const days = zerosWithDay(item).map(({ day }) => day)
	return days.includes(undefined) ? undefined : days.filter((day) => day !== undefined).toSorted()[0]
}

type Dated = { readonly zero: JsonObject; readonly day: string | undefined }

/** Those above NHN where there is one, for only they are used. */
function zerosWithDay(item: JsonObject): readonly Dated[] {
	const all = gaugeZeros(item)
	const usable = all.filter(isNhn)
	return (usable.length > 0 ? usable : all).map((zero) => ({ zero, day: dayOf(zero) }))
}

function dayOf({ validFrom }: JsonObject): string | undefined {
	return typeof validFrom === 'string' && /^\d{4}-\d{2}-\d{2}/.test(validFrom) ? validFrom.slice(0, 10) : undefined
}

function isNhn({ unit }: JsonObject): boolean {
	return typeof unit === 'string' && /NHN/i.test(unit)
}

/**
 * The zeros above NHN by their first day. `null` when adding one would give a wrong height: another datum than NHN (`m. ü. NN`, `m ü. A.`,
 * `mü.M.`), values that are not centimetres above the gauge's zero, or a newest value from before the first zero was valid.
 */
export function zerosOf(item: JsonObject, unit: string): Zeros | null {
	const first = validFromOf(item)
	if (unit !== 'cm' || newestIsBefore(item, first)) return null
	const entries = zerosWithDay(item).flatMap(({ zero, day }): [string, Zeros[string]][] => {
		const metres = measured(zero['value'])
		const datum = line(zero['unit'])
		return datum === undefined || !isNhn(zero) || !isHeight(metres) ? [] : [[day ?? EVER, { metres, datum }]]
	})
	return entries.length === 0 ? null : Object.fromEntries(entries)
}

function isHeight(metres: number | undefined): metres is number {
	return metres !== undefined && metres >= -100 && metres <= 9_000
}

function newestIsBefore({ currentMeasurement }: JsonObject, validFrom: string | undefined): boolean {
	const timestamp = isObject(currentMeasurement) ? currentMeasurement['timestamp'] : undefined
	return typeof timestamp === 'string' && isBefore(timestamp, validFrom)
}
