import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { line } from '../text.ts'

/** One series of one station, as far as it identifies itself. */
export type Series = {
	readonly native: string
	readonly uuid: string
	readonly short: string
	readonly unit: string
	readonly item: JsonObject
}

/** A list in the REST service; in EDIS, which tells one series at a time, an object. */
export function seriesIn({ timeseries }: JsonObject): readonly unknown[] | undefined {
	if (isObject(timeseries)) return [timeseries]
	return Array.isArray(timeseries) ? timeseries : undefined
}

export function hasLevel(station: JsonObject): boolean {
	return (seriesIn(station) ?? []).some((item) => isObject(item) && item['shortname'] === 'W')
}

const SHORT = /^[^\p{C}@/]{1,60}$/u

export function seriesOf(station: JsonObject, item: JsonObject): Series | undefined {
	const uuid = uuidOf(station)
	const short = line(item['shortname'], 61)
	if (uuid === undefined || short === undefined || !SHORT.test(short)) return undefined
	return { native: `${uuid}.${short}`, uuid, short, unit: line(item['unit'], 40) ?? '--', item }
}

export function uuidOf({ uuid }: JsonObject): string | undefined {
	return typeof uuid === 'string' && /^[\w-]{1,64}$/.test(uuid) ? uuid.toLowerCase() : undefined
}
