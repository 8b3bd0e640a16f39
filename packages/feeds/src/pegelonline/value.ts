import { readIso } from '@lagebild/model/time.ts'

import { isObject, numberOf } from '../json.ts'

/** What the service writes when an instrument gave nothing. */
const GAPS: ReadonlySet<number> = new Set([99_999, -99_999, 99_999.9, 9_999_999])

/** A measured number; undefined for a gap, whichever way it is written. */
export function measured(value: unknown): number | undefined {
	const number = numberOf(value)
	return number === undefined || GAPS.has(number) ? undefined : number
}

export type Reading = { readonly observed: string; readonly value: number | null; readonly quality?: string }

/** States of a reading that say something about its worth; the others classify the level, which follows from the marks. */
const DOUBTFUL: ReadonlySet<string> = new Set(['commented', 'out-dated'])

/**
 * One `{timestamp, value}`. A value older than the zero's first day belongs to another zero and is marked `before-datum`, so that nobody
 * adds the wrong one. Undefined: there is no time with an offset.
 */
export function readingOf(item: unknown, validFrom: string | undefined): Reading | undefined {
	if (!isObject(item) || typeof item['timestamp'] !== 'string' || readIso(item['timestamp']) === undefined) return undefined
	const observed = item['timestamp'].trim()
	const state = [item['stateMnwMhw'], item['stateNswHsw']].find((word) => typeof word === 'string' && DOUBTFUL.has(word))
	const quality = isBefore(observed, validFrom) ? 'before-datum' : state
	return { observed, value: measured(item['value']) ?? null, ...(typeof quality === 'string' && { quality }) }
}

/** Both are German calendar days: the service's offset follows daylight saving time. */
export function isBefore(timestamp: string, validFrom: string | undefined): boolean {
	return validFrom !== undefined && timestamp.slice(0, 10) < validFrom
}
