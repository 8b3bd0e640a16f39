import { mayDo } from '@lagebild/model/access/roles.ts'
import { EVENT_SCHEMA } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { BatchPart, ClockDoubts, Measurements, StoredCurve, StoredObservations, StoredPositions } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { curvesOf, indexOf, measuredAt, recentOf } from '@lagebild/picture/read.ts'

import { authorOf, effectiveOf } from './admit.ts'
import type { Saying } from './admit.ts'
import { clockRows, farRows } from './doubt.ts'
import { unitFault } from './duties.ts'
import { closedFault, deskClosed, knowsOrBrings, roleFault, speaksOf } from './grant.ts'
import type { Hub, MeasuredRequest } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { readMeasurements } from './read-measurements.ts'
import type { Block, ReadMeasurements } from './read-measurements.ts'

/** Measurements of one credential wait for the tick, and become one part of its one entry (5.2). */
export function measured(hub: Hub, { request, grant, message, now }: Extract<Input, { type: 'measured' }>, out: Effect[]): void {
	measureAs(hub, { request, message, again: false }, { grant, now, out })
}

type Measuring = Pick<MeasuredRequest, 'request' | 'message' | 'again'>

/** Judges measurements under the grant that their sender has now. */
export function measureAs(
	hub: Hub,
	{ request, message, again }: Measuring,
	{ grant, now, out }: Saying & { readonly out: Effect[] },
): void {
	const closed = deskClosed(hub, grant, now) ?? closedFault(hub)
	const read = closed ? undefined : readMeasurements(message)
	if (!read?.ok) {
		out.push({ type: 'measured', request, answer: closed ?? read?.fault ?? fault('bad-message') })
		return
	}
	const foreign = statusFault(hub, read.value.measurements)
	if (foreign) {
		out.push({ type: 'measured', request, answer: foreign })
		return
	}
	const sorted = sort(hub, read.value, { grant, now })
	const counts = { stored: sorted.stored, unchanged: sorted.unchanged, refused: sorted.refused }
	if (sorted.part) hub.desk.measured.push({ part: sorted.part, request: { request, grant, message, again, ...counts } })
	else out.push({ type: 'measured', request, answer: counts })
}

/** Values of a test say nothing in an operation that is real, nor the other way round. */
function statusFault({ operation }: Hub, { status }: Measurements): Fault | undefined {
	if (status === undefined || status === operation.status) return undefined
	return fault('status-mismatch', `this operation is ${operation.status}, the measurements ${status}`, 'status')
}

/** At a tick: one entry for all that came since the last one, and one of low urgency for what is told late on purpose. */
/** @returns the first part of what is live and under way now: its entry is told by it */
export function flushMeasured(hub: Hub, out: Effect[]): BatchPart | undefined {
	const { measured: all } = hub.desk
	if (all.length === 0) return undefined
	hub.desk.measured = []
	for (const backfill of [false, true]) {
		const some = all.filter(({ part }) => (part.backfill ?? false) === backfill)
		if (some.length === 0) continue
		const ref = ++hub.refs
		const parts = some.map(({ part }) => part)
		hub.desk.errands.set(ref, { type: 'batch', requests: some.map(({ request }) => request) })
		const body = { type: 'batch', batch: { schema: EVENT_SCHEMA, operation: hub.operation.id, parts } } as const
		const grants = some.map(({ request: { grant } }) => ({ credential: grant.credential, version: grant.version }))
		out.push({ type: 'append', ref, body, credential: MEASURED_CREDENTIAL, urgency: backfill ? 'backfill' : 'feed', grants })
	}
	return all.find(({ part }) => !part.backfill)?.part
}

/** A batch speaks for several credentials; each part names its own. */
const MEASURED_CREDENTIAL = 'measurements'

type Sorted = {
	readonly part: BatchPart | undefined
	readonly stored: number
	readonly unchanged: number
	readonly refused: readonly Fault[]
}

/** Rows to store, rows that say nothing new, rows about nothing this credential knows. */
type Sorting = { readonly refused: Fault[]; unchanged: number; stored: number }
type Work = { readonly hub: Hub; readonly read: ReadMeasurements; readonly saying: Saying; readonly sorting: Sorting }

function sort(hub: Hub, read: ReadMeasurements, saying: Saying): Sorted {
	const sorting: Sorting = { refused: [...read.refused], unchanged: 0, stored: 0 }
	const work: Work = { hub, read, saying, sorting }
	const content = { ...positionsOf(work), ...observationsOf(work), ...curvesIn(work) }
	if (sorting.stored === 0) return { part: undefined, ...sorting }
	const { measurements } = read
	const part: BatchPart = {
		author: authorOf(saying.grant),
		revision: measurements.revision ?? 0,
		received: saying.now,
		...(measurements.backfill && { backfill: true }),
		...content,
	}
	return { part, ...sorting }
}

type Judge = { readonly block: Block; readonly entity: readonly EntityId[]; readonly unchanged: (row: number) => boolean }

/** Measuring a thing is a word about it: what its role and grant do not speak of, a credential does not measure. */
function rowFault(hub: Hub, entity: EntityId, saying: Saying): Fault | undefined {
	const { grant } = saying
	const { kind } = partsOf(entity)
	if (!mayDo(grant.role, kind, 'patch')) return roleFault(grant, kind, 'patch')
	if (!speaksOf(grant, kind)) return fault('not-allowed', `this credential says nothing about ${kind}`)
	return unitFault(entity, grant) ?? (knowsOrBrings(hub, entity, saying) ? undefined : fault('unknown-entity'))
}

/** Rows of a block that are to be stored. */
function rowsToStore({ hub, read, saying, sorting }: Work, { block, entity, unchanged }: Judge): readonly number[] {
	return [...entity.keys()].filter((row) => {
		const id = entity[row]
		const no = id === undefined ? fault('unknown-entity') : rowFault(hub, id, saying)
		if (no) {
			sorting.refused.push({ ...no, path: `${block}.entity.${read.places[block][row] ?? row}` })
			return false
		}
		if (unchanged(row)) sorting.unchanged++
		else sorting.stored++
		return !unchanged(row)
	})
}

function positionsOf(work: Work): { positions?: StoredPositions } {
	const { positions } = work.read.measurements
	if (!positions) return {}
	const { entity, lat, lng, course, speed, accuracy } = positions
	const at = timesOf(work, positions.observed)
	const unchanged = (row: number): boolean => samePosition(work, { id: entity[row], at: at[row], lat: lat[row], lng: lng[row] })
	const rows = rowsToStore(work, { block: 'positions', entity, unchanged })
	if (rows.length === 0) return {}
	const stored: StoredPositions = {
		entity: pick(entity, rows),
		at: pick(at, rows),
		lat: pick(lat, rows),
		lng: pick(lng, rows),
		...(course && { course: pick(course, rows) }),
		...(speed && { speed: pick(speed, rows) }),
		...(accuracy && { accuracy: pick(accuracy, rows) }),
	}
	return { positions: { ...stored, ...farRows(work.hub, stored), ...clocksOf(work, positions.observed, rows) } }
}

function observationsOf(work: Work): { observations?: StoredObservations } {
	const { observations } = work.read.measurements
	if (!observations) return {}
	const { entity, value, quality } = observations
	const at = timesOf(work, observations.observed)
	const unchanged = (row: number): boolean =>
		sameValue(work, { id: entity[row], at: at[row], value: value[row], quality: quality?.[row] ?? null })
	const rows = rowsToStore(work, { block: 'observations', entity, unchanged })
	if (rows.length === 0) return {}
	const stored: StoredObservations = {
		entity: pick(entity, rows),
		at: pick(at, rows),
		value: pick(value, rows),
		...(quality && { quality: pick(quality, rows) }),
		...clocksOf(work, observations.observed, rows),
	}
	return { observations: stored }
}

function timesOf({ read, saying }: Work, observed: readonly string[]): readonly Instant[] {
	const offset = read.measurements.clockOffsetMs
	return observed.map((time) => effectiveOf(time, { received: saying.now, offset }))
}

/** A17. */
function clocksOf({ read, saying }: Work, observed: readonly string[], rows: readonly number[]): { readonly clock?: ClockDoubts } {
	return clockRows(read.measurements, pick(observed, rows), saying)
}

function pick<T>(column: readonly T[], rows: readonly number[]): T[] {
	return rows.map((row) => column[row]).filter((value) => value !== undefined)
}

type Claimed<V> = { readonly id: EntityId | undefined; readonly at: Instant | undefined } & V

function samePosition(
	{ hub, saying }: Work,
	{ id, at, lat, lng }: Claimed<{ readonly lat: number | undefined; readonly lng: number | undefined }>,
): boolean {
	const index = id === undefined ? undefined : indexOf(hub.picture, id)
	const held = index === undefined ? undefined : measuredAt(hub.picture, index)
	return held?.source === saying.grant.source && held.at === at && held.position?.lat === lat && held.position?.lng === lng
}

type Observed = { readonly value: number | null | undefined; readonly quality: string | null }

/** A corrected value of the same moment is another value and is stored, and so is one that is called doubtful, or no longer. */
function sameValue({ hub, saying }: Work, { id, at, value, quality }: Claimed<Observed>): boolean {
	const index = id === undefined ? undefined : indexOf(hub.picture, id)
	if (id === undefined || index === undefined || measuredAt(hub.picture, index)?.source !== saying.grant.source) return false
	const held = recentOf(hub.picture, id).findLast((one) => one.at === at)
	return held !== undefined && held.value === value && held.quality === quality
}

function curvesIn(work: Work): { curves?: readonly StoredCurve[] } {
	const { hub, read, saying, sorting } = work
	const curves: StoredCurve[] = []
	for (const [i, curve] of (read.measurements.curves ?? []).entries()) {
		const place = read.places.curves[i] ?? i
		const stored = storedCurve(curve)
		const no = rowFault(hub, curve.entity, saying)
		if (!stored) sorting.refused.push(fault('bad-message', 'times, values and bounds are of one length', `curves.${place}.values`))
		else if (no) sorting.refused.push({ ...no, path: `curves.${place}.entity` })
		else if (sameCurve(hub, stored)) sorting.unchanged++
		else curves.push(stored)
	}
	sorting.stored += curves.length
	return curves.length > 0 ? { curves } : {}
}

function storedCurve({ issued, times, ...rest }: NonNullable<Measurements['curves']>[number]): StoredCurve | undefined {
	const { entity, series, values, lower, upper } = rest
	if ([values, lower, upper].some((column) => column && column.length !== times.length)) return undefined
	const at = readIso(issued)
	if (at === undefined) return undefined
	const instants = times.map(readIso).filter((time) => time !== undefined)
	return { entity, series, issued: at, times: instants, values, ...(lower && { lower }), ...(upper && { upper }) }
}

function sameCurve(hub: Hub, curve: StoredCurve): boolean {
	const held = curvesOf(hub.picture, curve.entity).find(({ series }) => series === curve.series)
	return held?.issued === curve.issued && JSON.stringify([held.times, held.values]) === JSON.stringify([curve.times, curve.values])
}
