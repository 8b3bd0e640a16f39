import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { number, offsetIn, placeFor } from './records.ts'
import type { Layout } from './records.ts'
import type { Observation, Series } from './state.ts'

/** P32: newest values kept per entity and source; two hours at one per minute. */
export const KEPT_OBSERVATIONS = 128

/** at, n, received, seq, ord, value; NaN for none. */
const VALUES: Layout = { width: 6, most: KEPT_OBSERVATIONS }

export function createSeries(source: string): Series {
	return { source, numbers: [], base: 0, count: 0, first: 0, qualities: undefined, next: undefined }
}

/** P32: one value per instant, the latest statement about it; only the newest instants are kept. Returns whether anything changed. */
export function insertValue(series: Series, observation: Omit<Observation, 'source'>): boolean {
	const offset = placeFor(series, VALUES, observation)
	if (offset < 0) return false
	const { at, quality } = observation
	writeValue(series.numbers, offset, observation)
	if (quality !== null) series.qualities ??= new Map()
	if (quality === null) series.qualities?.delete(at)
	else series.qualities?.set(at, quality)
	if (series.qualities && series.qualities.size > KEPT_OBSERVATIONS) forgetQualities(series, series.qualities)
	return true
}

type Value = { readonly at: Instant; readonly value: number | null }

/** Takes in a value that is later than all of a series of which no quality was told; changes nothing, and returns false, for any other one. */
export function followValue(series: Series, { at, value }: Value, { n, received, seq, ord }: ValueOrder): boolean {
	const { numbers, count, first } = series
	if (series.qualities || (count > 0 && at <= number(numbers, offsetIn(series, VALUES, count - 1)))) return false
	if (count < KEPT_OBSERVATIONS) {
		for (let i = 0; i < VALUES.width; i++) numbers.push(Number.NaN)
		writeValue(numbers, count * VALUES.width, { at, n, received, seq, ord, value })
		series.count++
		return true
	}
	writeValue(numbers, first * VALUES.width, { at, n, received, seq, ord, value })
	series.first = (first + 1) % KEPT_OBSERVATIONS
	return true
}

function writeValue(numbers: number[], offset: number, { at, n, received, seq, ord, value }: Value & ValueOrder): void {
	numbers[offset] = at
	numbers[offset + 1] = n
	numbers[offset + 2] = received
	numbers[offset + 3] = seq
	numbers[offset + 4] = ord
	numbers[offset + 5] = value ?? Number.NaN
}

export type ValueOrder = { readonly n: number; readonly received: Instant; readonly seq: Seq; readonly ord: number }

/** Of values that are no longer kept. */
function forgetQualities(series: Series, qualities: Map<Instant, string>): void {
	const oldest = valueAt(series, 0).at
	for (const at of qualities.keys()) if (at < oldest) qualities.delete(at)
}

function valueAt(series: Series, i: number): Observation {
	const { source, numbers, qualities } = series
	const offset = offsetIn(series, VALUES, i)
	const order = { at: number(numbers, offset), seq: number(numbers, offset + 3), received: number(numbers, offset + 2) }
	if (!isOrder(order)) throw new RangeError(`the series has no value ${i}`)
	const value = number(numbers, offset + 5)
	return {
		...order,
		n: number(numbers, offset + 1),
		ord: number(numbers, offset + 4),
		source,
		value: Number.isNaN(value) ? null : value,
		quality: qualities?.get(order.at) ?? null,
	}
}

type Branded = Pick<Observation, 'at' | 'received' | 'seq'>

/** Numbers that `insertValue` put there. */
function isOrder(order: {
	readonly at: number
	readonly received: number
	readonly seq: number
}): order is Branded & { at: Instant; seq: Seq } {
	return order.at > 0 || order.seq >= 0
}

/** Ascending in time. */
export function observationsOf(series: Series): readonly Observation[] {
	return Array.from({ length: series.count }, (_, i) => valueAt(series, i))
}

export function newestOf(series: Series): Observation {
	return valueAt(series, series.count - 1)
}
