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
	const { at, n, received, seq, ord, value, quality } = observation
	const { numbers } = series
	numbers[offset] = at
	numbers[offset + 1] = n
	numbers[offset + 2] = received
	numbers[offset + 3] = seq
	numbers[offset + 4] = ord
	numbers[offset + 5] = value ?? Number.NaN
	if (quality !== null) series.qualities ??= new Map()
	if (quality === null) series.qualities?.delete(at)
	else series.qualities?.set(at, quality)
	if (series.qualities && series.qualities.size > KEPT_OBSERVATIONS) forgetQualities(series, series.qualities)
	return true
}

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
