import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { FollowUp, Reception } from '../adapter.ts'
import type { JsonObject } from '../json.ts'
import { backfillOf, serviceOf } from './address.ts'
import type { Memory } from './memory.ts'
import { readObservation } from './observation.ts'
import type { SensorThingsOptions } from './options.ts'
import type { FoundStream } from './shape.ts'
import { keyOf } from './stream-id.ts'

const EVERY_MS = 300_000
/** Nobody read for so many times the cadence: something was missed. */
const GAP_CADENCES = 3
/** Further back nobody looks. */
const LONGEST_MS = 86_400_000
const KEPT_MS = 3_600_000
const MOST_OPEN = 200
const MOST_SEEN = 20_000

/** Documents that tell of datastreams with the newest observation of each. */
const POLLED: ReadonlySet<string> = new Set(['entities', 'page'])

export type Asked = { readonly reception: Reception; readonly options: SensorThingsOptions; readonly memory: Memory }

/**
 * A poll brings the newest observation of each datastream. After a time in which none came, what lies between the two newest is asked for,
 * page by page.
 */
export function gapsOf(streams: readonly FoundStream[], newest: ReadonlyMap<string, JsonObject>, asked: Asked): readonly FollowUp[] {
	const { reception, memory } = asked
	if (reception.channel !== undefined || !POLLED.has(reception.document ?? '')) return []
	for (const stream of streams) {
		const item = newest.get(keyOf(stream.id))
		const at = item && observedIn(item, reception.received)
		if (at !== undefined) note(missed(stream, at, asked), asked)
	}
	for (const [url, { since }] of memory.gaps) if (reception.received - since > KEPT_MS) memory.gaps.delete(url)
	return [...memory.gaps.values()].map(({ followUp }) => followUp)
}

/** As long as it is not there it is named again: what was fetched once is not fetched anew. */
function note(followUps: readonly FollowUp[], { reception, memory }: Asked): void {
	for (const followUp of followUps) memory.gaps.set(followUp.url, { followUp, since: reception.received })
	for (const url of [...memory.gaps.keys()].slice(0, -MOST_OPEN)) memory.gaps.delete(url)
}

function observedIn(item: JsonObject, received: Instant): Instant | undefined {
	const read = readObservation(item, received)
	return 'reject' in read ? undefined : readIso(read.observation.observed)
}

function missed({ id }: FoundStream, at: Instant, { reception, options, memory }: Asked): readonly FollowUp[] {
	const key = keyOf(id)
	const before = memory.seen.get(key)
	const { received, url } = reception
	memory.seen.delete(key)
	memory.seen.set(key, { at, received })
	const oldest = memory.seen.size > MOST_SEEN ? memory.seen.keys().next().value : undefined
	if (oldest !== undefined) memory.seen.delete(oldest)
	const everyMs = options.everySeconds === undefined ? EVERY_MS : options.everySeconds * 1_000
	const service = serviceOf(url ?? '')
	if (!before || service === undefined || received - before.received <= GAP_CADENCES * everyMs) return []
	const [since, until] = [Math.max(before.at + 1, received - LONGEST_MS), at - 1]
	if (since >= until) return []
	const gap = { url: service, since: instant(since), until: instant(until) }
	return backfillOf(gap, [id], { ...options, backfillFilter: undefined }).map((followUp) => ({ ...followUp, once: true }))
}
