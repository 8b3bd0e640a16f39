import { entityId } from '@lagebild/model/ids.ts'
import { IsoTime, readIso } from '@lagebild/model/time.ts'
import * as z from 'zod'

import type { KnownHealth } from './core/health.ts'
import { NO_PRESENCE, presenceFrom } from './core/presence.ts'
import type { Presence } from './core/presence.ts'
import type { Hub } from './hub.ts'

const Roster = z.looseObject({
	op: z.literal('roster'),
	roster: z.object({ complete: z.boolean(), listTime: IsoTime, ids: z.array(z.string()), streak: z.int() }),
})
const Health = z.looseObject({
	op: z.literal('upsert'),
	payload: z.object({
		state: z.enum(['green', 'amber', 'red', 'off']),
		reason: z.string().nullish(),
		since: IsoTime,
		lastGood: IsoTime.nullish(),
	}),
})
/** Entries of which nothing can be read say nothing. */
const Entries = z.array(z.looseObject({ event: z.union([Roster, Health]).optional().catch(undefined) }))

/** Enough for a list that shrank, told three times by each of two ingests, and the one before it. */
const LATELY = 12

/** What is known of a feed by what was said of it. */
export type Recalled = { readonly presence: Presence; readonly health?: KnownHealth }

/**
 * Asks the hub how the feed was, so that a restart or another ingest goes on where the last one was: a list that shrank stays suspicious, and
 * what did not change is not told again. Undefined when it cannot be had: then the feed begins anew, which ends nothing too early either.
 */
export async function recall(hub: Hub, feed: string): Promise<Recalled | undefined> {
	const delivered = await hub.history(entityId('feed', feed, feed), LATELY)
	if (delivered.type !== 'answered') return undefined
	const read = Entries.safeParse(delivered.answer)
	if (!read.success) return undefined
	const said = read.data.flatMap(({ event }) => event ?? [])
	const lists = said.flatMap((event) =>
		event.op === 'roster' && event.roster.complete ? [{ ...event.roster, at: timeOf(event.roster.listTime) ?? 0 }] : [],
	)
	const health = said.flatMap((event) => (event.op === 'upsert' ? [event.payload] : []))[0]
	return {
		presence: lists.length === 0 ? NO_PRESENCE : presenceFrom(lists.toReversed()),
		...(health && {
			health: { ...health, reason: health.reason ?? null, since: timeOf(health.since) ?? 0, lastGood: timeOf(health.lastGood) },
		}),
	}
}

function timeOf(text: string | null | undefined): number | null {
	return text === null || text === undefined ? null : (readIso(text) ?? null)
}
