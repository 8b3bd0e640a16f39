import { readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Reject } from '../adapter.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { wireTime } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'

export type Observed = {
	readonly observed: string
	readonly revision: number
	readonly quality?: string
	readonly result: unknown
}

export type ReadObservation = { readonly observation: Observed } | { readonly reject: Reject }

/** Clocks of stations may be ahead of ours by so much. What is later is a forecast or a fault, and no measurement. */
const AHEAD_MS = 15 * 60_000

export function readObservation(item: JsonObject, received: Instant): ReadObservation {
	const refuse = (reason: string, message: string, path: string): ReadObservation => ({
		reject: { reason, message, path, raw: rawOf(item) },
	})
	const time = timeIn(item['phenomenonTime']) ?? timeIn(item['resultTime'])
	if (!time) return refuse('bad-time', 'the observation has no time with an offset', 'phenomenonTime')
	if (time.at > received + AHEAD_MS) {
		return refuse('future-time', 'the observation is of the future: forecasts are no measurements', 'phenomenonTime')
	}
	if (!('result' in item)) return refuse('no-result', 'the observation has no result', 'result')
	const quality = qualityOf(item['resultQuality'])
	const observed = wireTime(time.text, time.at)
	const revision = revisionOf(time.at, timeIn(item['resultTime'])?.at, received)
	return { observation: { observed, revision, result: item['result'], ...(quality !== undefined && { quality }) } }
}

type Time = { readonly text: string; readonly at: Instant }

/** An instant, or the end of an interval: a value over a quarter of an hour is known at its end. */
function timeIn(value: unknown): Time | undefined {
	if (typeof value !== 'string') return undefined
	const [begin = '', end] = value.slice(0, 100).split('/')
	const text = end === undefined || readIso(end) === undefined ? begin : end
	const at = readIso(text)
	return at === undefined ? undefined : { text, at }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Of two statements about the same phenomenon the later result is the correction: how long after the phenomenon it was made, in minutes, from an hour
 * on in hours, from two days on in days, so that a page of results needs few requests. Without a time of the result, the later receipt counts.
 */
function revisionOf(at: Instant, result: Instant | undefined, received: Instant): number {
	const late = result === undefined ? 0 : Math.max(0, Math.min(result, received) - at)
	if (late < HOUR) return Math.ceil(late / MINUTE)
	return late < 2 * DAY ? 60 + Math.floor(late / HOUR) : 108 + Math.floor(late / DAY)
}

const MAX_QUALITY = 60

/** A word of the service: as a text, in one of the shapes of ISO 19157, or the first of several. */
function qualityOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value)
	if (typeof value === 'string') return line(value, MAX_QUALITY)
	if (Array.isArray(value)) return qualityOf(itemsOf(value)[0])
	if (!isObject(value)) return undefined
	const word = ['code', 'value', 'quality', 'name', 'DQ_Status', 'DQ_Result'].map((name) => value[name]).find((one) => one !== undefined)
	return word === undefined ? line(clip(JSON.stringify(value), MAX_QUALITY)) : qualityOf(word)
}

const GAPS: ReadonlySet<string> = new Set(['', '-', '--', '---', 'nan', 'null', 'n/a', 'none'])

/** The service says that it has no value: not zero, not false. */
export function isGap(result: unknown): boolean {
	return result === null || result === undefined || (typeof result === 'string' && GAPS.has(result.trim().toLowerCase()))
}
