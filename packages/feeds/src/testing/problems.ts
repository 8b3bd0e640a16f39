import { verticesOf } from '@lagebild/model/geo.ts'
import { Measurements } from '@lagebild/model/measurement.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'

import type { Parsed } from '../adapter.ts'

/** Everything that a parsed message of a feed must not hold, in words. */
export function problemsOf(parsed: Parsed, feed: string): readonly string[] {
	const ids = parsed.events.map(({ id }) => id)
	return [
		...parsed.events.flatMap((event) => eventProblems(event, feed)),
		...parsed.measurements.flatMap(measurementProblems),
		...parsed.rejects.flatMap(({ reason, message, raw }) =>
			/^[a-z][a-z0-9-]{2,40}$/.test(reason) && message !== '' && raw.length <= 65_536 ? [] : [`reject without a reason: ${reason}`],
		),
		...parsed.followUps.flatMap(({ url }) => (/^https?:\/\//.test(url) ? [] : [`not an address: ${url}`])),
		...(new Set(ids).size === ids.length ? [] : ['two events with one id']),
		...halvesIn(parsed),
		...tornIn(parsed),
	]
}

function eventProblems(event: Parsed['events'][number], feed: string): readonly string[] {
	const read = readSubmission(event)
	const geometry = 'geometry' in event ? event.geometry : undefined
	return [
		...(read.ok ? [] : [`${read.fault.path ?? ''}: ${read.fault.message}`]),
		...(event.entity.split(':')[1] === feed ? [] : ['an entity of another source']),
		...(geometry && verticesOf(geometry).some(([lng, lat]) => lng === 0 && lat === 0) ? ['a place at 0/0'] : []),
	]
}

function measurementProblems(one: Parsed['measurements'][number]): readonly string[] {
	const { lat = [], lng = [] } = one.positions ?? {}
	return [
		...(Measurements.safeParse(one).error?.issues.map(({ message }) => message) ?? []),
		...(lat.some((value, i) => value === 0 && lng[i] === 0) ? ['a position at 0/0'] : []),
	]
}

/** What is said of a thing and what is measured of it are a test both, or neither. */
function tornIn({ events, measurements }: Parsed): readonly string[] {
	const stated = Map.groupBy(events, ({ entity }) => entity)
	return measurements.flatMap(({ positions, observations, status }) =>
		[...(positions?.entity ?? []), ...(observations?.entity ?? [])].flatMap((entity) => {
			const words = stated.get(entity)
			return !words || words.some((event) => event.status === status) ? [] : [`values of ${entity} have another status than it`]
		}),
	)
}

/** Half a surrogate pair anywhere would have the hub refuse the whole request. */
function halvesIn(parsed: Parsed): readonly string[] {
	const found: string[] = []
	JSON.stringify(parsed, (key, value: unknown) => {
		if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
			found.push(`half a surrogate pair in ${key.toWellFormed()}`)
		return value
	})
	return found
}
