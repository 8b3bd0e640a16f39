import type { Entry } from '@lagebild/model/entry.ts'
import { EVENT_SCHEMA, isStatement } from '@lagebild/model/event.ts'
import type { Author, StatementEvent } from '@lagebild/model/event.ts'
import type { Fms } from '@lagebild/model/fms.ts'
import { distanceMetres, pointGeometry } from '@lagebild/model/geo.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { BatchPart, StoredPositions } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { isThinned } from '@lagebild/picture/measured.ts'
import { indexOf, recordedAt, statusAt } from '@lagebild/picture/read.ts'

import type { Hub } from './hub.ts'
import type { Effect } from './input.ts'

/** A13: a unit's next position becomes a record after so long and so far, … */
const APART_MS = 60_000
const APART_METRES = 100
/** … and so many of them are handed on in one tick, … */
const MOST_A_TICK = 200
/** … and wait for it. With more nothing is decided: the positions that follow will be due as well. */
const MOST_DUE = 10_000

/** One measured position, as it stands in a batch. */
type Fix = {
	readonly entity: EntityId
	readonly author: Author
	/** Entry of the batch. */
	readonly seq: Seq
	readonly at: Instant
	readonly revision: number
	readonly received: Instant
	readonly lat: number
	readonly lng: number
	readonly course: number | null
	readonly speed: number | null
	readonly accuracy: number | null
	/** What the hub that took it in doubted (A17, A18). */
	readonly far: boolean
	readonly claimed: Instant | undefined
}

/** What the next position of a unit is compared with. */
type Mark = { readonly at: number; readonly lat: number; readonly lng: number; readonly fms: number | null }
/** `from`: hub clock before which another hub is expected to say it. */
type Due = { readonly fix: Fix; readonly fms: Fms | null; readonly from: number }

/** The hub that wrote the batch writes its records too; the others do so when that hub is gone. */
export const OTHERS_FIRST_MS = 5_000

/** Nothing of it is kept over a restart: the picture knows what was recorded last, and the journal's tail tells the rest again. */
export type Thinning = {
	/** The newest position that each unit had in the batches that were applied. */
	readonly newest: Map<EntityId, Fix>
	/** The newest position of each unit that was decided on, until it is applied as a record. */
	readonly decided: Map<EntityId, Mark>
	/** What was decided and not handed on, by entity and time. A record that another hub or an earlier life wrote takes it out. */
	readonly due: Map<string, Due>
}

export type ThinnedErrand = { readonly type: 'thinned'; readonly entity: EntityId; readonly at: Instant }

export function createThinning(): Thinning {
	return { newest: new Map(), decided: new Map(), due: new Map() }
}

/**
 * Which positions become records follows from what was applied, so that every hub of an operation decides the same.
 * @param from hub clock from which this hub may write them itself
 */
export function thin(hub: Hub, { seq, body }: Entry, from = 0): void {
	if (body.type === 'batch') for (const part of body.batch.parts) thinPart(hub, part, { seq, from })
	if (body.type === 'event' && isStatement(body.event) && body.event.kind === 'unit') thinAfter(hub, body.event, from)
}

/** In the order of time: one message may hold what a device measured while it had no link. */
function thinPart(hub: Hub, part: BatchPart, { seq, from }: { readonly seq: Seq; readonly from: number }): void {
	const { positions, backfill } = part
	if (!positions || backfill) return
	for (const row of unitRows(positions)) {
		const fix = fixIn(part, positions, { row, seq })
		if (!fix) continue
		const held = hub.thinning.newest.get(fix.entity)
		if (!held || isLater(fix, held)) hub.thinning.newest.set(fix.entity, fix)
		decide(hub, fix, from)
	}
}

/** Rows that are units', in the order of time, as they mostly are. */
function unitRows({ entity, at }: StoredPositions): readonly number[] {
	const rows: number[] = []
	for (let row = 0; row < entity.length; row++) if (entity[row]?.startsWith('unit:')) rows.push(row)
	return isAscending(rows, at) ? rows : rows.toSorted((a, b) => (at[a] ?? 0) - (at[b] ?? 0))
}

function isAscending(rows: readonly number[], at: readonly Instant[]): boolean {
	return rows.every((row, i) => i === 0 || (at[row] ?? 0) >= (at[rows[i - 1] ?? 0] ?? 0))
}

/** Of a position that was stated. */
function fixIn(
	{ author, revision, received }: BatchPart,
	columns: StoredPositions,
	{ row, seq }: { row: number; seq: Seq },
): Fix | undefined {
	const [entity, at, lat, lng] = [columns.entity[row], columns.at[row], columns.lat[row], columns.lng[row]]
	if (entity === undefined || at === undefined || lat === undefined || lng === undefined) return undefined
	const { far, claimed } = doubtsIn(columns, row)
	return { entity, at, lat, lng, ...motionIn(columns, row), far, claimed, author, seq, revision, received }
}

function motionIn({ course, speed, accuracy }: StoredPositions, row: number): Pick<Fix, 'course' | 'speed' | 'accuracy'> {
	return { course: course?.[row] ?? null, speed: speed?.[row] ?? null, accuracy: accuracy?.[row] ?? null }
}

function doubtsIn({ far, clock }: StoredPositions, row: number): Pick<Fix, 'far' | 'claimed'> {
	return { far: far?.includes(row) ?? false, claimed: clock?.said[clock.row.indexOf(row)] }
}

function isLater(a: Fix, b: Fix): boolean {
	return (a.at - b.at || a.revision - b.revision || a.received - b.received) >= 0
}

/** After a statement about a unit: a record is no reason for another one, anything else may have changed the status. */
function thinAfter(hub: Hub, event: StatementEvent, from: number): void {
	if (isThinned(event)) {
		noticeRecorded(hub, event)
		return
	}
	const newest = event.backfill ? undefined : hub.thinning.newest.get(event.entity)
	if (newest) decide(hub, newest, from)
}

function noticeRecorded({ thinning }: Hub, { entity, effective }: StatementEvent): void {
	thinning.due.delete(keyOf(entity, effective))
	const mark = thinning.decided.get(entity)
	if (mark && mark.at <= effective) thinning.decided.delete(entity)
}

function keyOf(entity: EntityId, at: Instant): string {
	return `${at} ${entity}`
}

function decide(hub: Hub, fix: Fix, from: number): void {
	const { decided, due } = hub.thinning
	const index = indexOf(hub.picture, fix.entity)
	const fms = index === undefined ? undefined : statusAt(hub.picture, index)
	if (index === undefined || fms === undefined || due.size >= MOST_DUE) return
	const last = decided.get(fix.entity) ?? recordedAt(hub.picture, index)
	if (last && !isNews(last, fix, fms)) return
	decided.set(fix.entity, { at: fix.at, lat: fix.lat, lng: fix.lng, fms })
	due.set(keyOf(fix.entity, fix.at), { fix, fms, from })
}

function isNews(last: Mark, fix: Fix, fms: Fms | null): boolean {
	if (fix.at <= last.at) return false
	return fms !== last.fms || (fix.at - last.at >= APART_MS && distanceMetres(last, fix) >= APART_METRES)
}

/** At a tick: hands on what is due, behind everything else that waits for the journal. Nobody is answered. */
export function flushThinned(hub: Hub, now: Instant, out: Effect[]): void {
	if (hub.operation.state !== 'open' || hub.thinning.due.size === 0) return
	const some = [...hub.thinning.due].filter(([, { from }]) => from <= now).slice(0, MOST_A_TICK)
	for (const [key, due] of some) {
		hub.thinning.due.delete(key)
		const { entity, at, author } = due.fix
		const ref = ++hub.refs
		hub.desk.errands.set(ref, { type: 'thinned', entity, at })
		const body = { type: 'thinned', event: recordOf(hub, due), name: nameOf(hub, due.fix) } as const
		out.push({ type: 'append', ref, body, credential: author.credential, urgency: 'backfill' })
	}
}

/** The record's id is made of this: two hubs that decide the same say the same, and it is stored once. */
function nameOf({ operation }: Hub, { entity, at }: Fix): string {
	return JSON.stringify(['thinned', operation.id, entity, at])
}

/** Said by whoever measured it, with the stamp that it had: the hub only keeps it. */
function recordOf({ operation }: Hub, { fix, fms }: Due): ThinnedRecord {
	const { entity, author, seq, at, revision, received, course, speed, accuracy, claimed } = fix
	const doubts = [...(fix.far ? (['far'] as const) : []), ...(claimed === undefined ? [] : (['clock'] as const))]
	return {
		schema: EVENT_SCHEMA,
		kind: partsOf(entity).kind,
		entity,
		op: 'patch',
		operation: operation.id,
		status: operation.status,
		author,
		times: { observed: iso(claimed ?? at) },
		effective: at,
		revision,
		received,
		geometry: pointGeometry(fix),
		geometrySource: 'given',
		...(accuracy !== null && { accuracyMetres: accuracy }),
		...(doubts.length > 0 && { doubts }),
		thinned: { seq, fms, ...(course !== null && { course }), ...(speed !== null && { speed }) },
	}
}

/** The shell gives it the id that follows from its name. */
export type ThinnedRecord = Omit<Extract<StatementEvent, { op: 'patch' }>, 'id'>

/** What could not be written is decided anew by the next position. */
export function thinnedFailed({ thinning }: Hub, { entity, at }: ThinnedErrand): void {
	if (thinning.decided.get(entity)?.at === at) thinning.decided.delete(entity)
}
