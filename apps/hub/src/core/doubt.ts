import type { StatementEvent, Submission } from '@lagebild/model/event.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { ClockDoubts, Measurements } from '@lagebild/model/measurement.ts'
import { isClockOff, isFar } from '@lagebild/model/plausible.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Saying } from './admit.ts'
import type { Hub } from './hub.ts'

/** What the hub doubts about a statement for how it came. The statement is taken all the same: a doubt is no refusal. */
export function doubtsAbout(hub: Hub, submission: Submission, { grant, now }: Saying): Pick<StatementEvent, 'doubts'> {
	const { times, clockOffsetMs: offset, backfill } = submission
	const off = !backfill && isOff({ observed: times?.observed, sent: times?.sent, offset }, { grant, received: now })
	const doubts = [...(isFarOut(hub, submission) ? (['far'] as const) : []), ...(off ? (['clock'] as const) : [])]
	return doubts.length > 0 ? { doubts } : {}
}

type Times = { readonly observed: string | undefined; readonly sent: string | undefined; readonly offset: number | undefined }

/**
 * A17. An authority's feed tells the times of its own source, which may be long ago; that a value is old is no doubt about a clock. Nor is it
 * of a device that has measured its clock against ours: it had no network since. Nobody tells the times of tomorrow.
 */
function isOff({ observed, sent, offset }: Times, { grant, received }: { readonly grant: Grant; readonly received: Instant }): boolean {
	const isKnown = grant.rank === 'authority' || (sent === undefined && offset !== undefined)
	return isClockOff({ observed: corrected(observed, offset), sent: isKnown ? received : corrected(sent, offset), received })
}

function corrected(time: string | undefined, offset = 0): number | undefined {
	const read = time === undefined ? undefined : readIso(time)
	return read === undefined ? undefined : read + offset
}

/** A18. */
function isFarOut(hub: Hub, submission: Submission): boolean {
	if (submission.op !== 'upsert' && submission.op !== 'patch') return false
	const { entity, geometry } = submission
	return geometry ? verticesOf(geometry).every(([lng, lat]) => isFarUnit(hub, entity, { lat, lng })) : false
}

/** Own units have business in their operation's area; a base has everybody's. */
function isFarUnit({ operation }: Hub, entity: EntityId, position: Position): boolean {
	return entity.startsWith('unit:') && !operation.base && isFar(position, operation.area)
}

type Columns = { readonly entity: readonly EntityId[]; readonly lat: readonly number[]; readonly lng: readonly number[] }

/** A18: of the rows that are stored, those far outside, by their place in the stored column. */
export function farRows(hub: Hub, { entity, lat, lng }: Columns): { readonly far?: readonly number[] } {
	const far = [...entity.entries()].flatMap(([row, id]) => (isFarUnit(hub, id, { lat: lat[row] ?? 0, lng: lng[row] ?? 0 }) ? [row] : []))
	return far.length > 0 ? { far } : {}
}

/** A17: of the rows that are stored, those whose clock is doubted, by their place in the stored column. */
export function clockRows(
	measurements: Measurements,
	observed: readonly string[],
	{ grant, now }: Saying,
): { readonly clock?: ClockDoubts } {
	const { sent, clockOffsetMs: offset, backfill } = measurements
	if (backfill) return {}
	const row = [...observed.entries()].flatMap(([place, time]) =>
		isOff({ observed: time, sent, offset }, { grant, received: now }) ? [place] : [],
	)
	const said = row.map((place) => instant(Math.max(0, corrected(observed[place], offset) ?? 0)))
	return row.length > 0 ? { clock: { row, said } } : {}
}
