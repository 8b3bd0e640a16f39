import type { StatementEvent, Thinned } from '@lagebild/model/event.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Batch, BatchPart, Nullable, StoredCurve, StoredObservations, StoredPositions } from '@lagebild/model/measurement.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { compareText } from './stamp.ts'
import { entityFor } from './state.ts'
import type { Entity, Measured, Observation, PictureState, Recorded, Taken } from './state.ts'

/** P32: newest values kept per entity and source; two hours at one per minute. */
export const KEPT_OBSERVATIONS = 128

/** P30: effective time, revision and receipt decide, then the place in the journal and in the batch. */
export function compareTaken(a: Taken, b: Taken): number {
	return a.at - b.at || a.n - b.n || a.received - b.received || a.seq - b.seq || a.ord - b.ord || compareText(a.source, b.source)
}

type Reading = { readonly picture: PictureState; readonly part: BatchPart; readonly seq: Seq; readonly touched: Set<Entity>; ord: number }

/** P30–P33: takes in what was measured. Returns the entities whose measurements changed. */
export function stateBatch(picture: PictureState, batch: Batch, seq: Seq): ReadonlySet<Entity> {
	const touched = new Set<Entity>()
	let ord = 0
	for (const part of batch.parts) {
		const reading: Reading = { picture, part, seq, touched, ord }
		if (part.positions) statePositions(reading, part.positions)
		if (part.observations) stateObservations(reading, part.observations)
		for (const curve of part.curves ?? []) stateCurve(reading, curve)
		ord = reading.ord
	}
	return touched
}

function taken(reading: Reading, at: Instant): Taken {
	const { part, seq } = reading
	return { at, n: part.revision, received: part.received, seq, ord: reading.ord++, source: part.author.source }
}

function measuredOf(entity: Entity): Measured {
	entity.measured ??= { fix: undefined, recorded: undefined, series: new Map(), curves: new Map() }
	return entity.measured
}

/** Calls back for each row that has an entity and a time; columns shorter than that never pass admission. */
function eachRow({ picture }: Reading, columns: { entity: readonly EntityId[]; at: readonly Instant[] }, take: TakeRow): void {
	for (const [row, id] of columns.entity.entries()) {
		const at = columns.at[row]
		if (at !== undefined) take(entityFor(picture, id), at, row)
	}
}
type TakeRow = (entity: Entity, at: Instant, row: number) => void

function statePositions(reading: Reading, columns: StoredPositions): void {
	eachRow(reading, columns, (entity, at, row) => {
		const lat = columns.lat[row]
		const lng = columns.lng[row]
		if (lat === undefined || lng === undefined) return
		const measured = measuredOf(entity)
		const order = taken(reading, at)
		if (measured.fix && compareTaken(order, measured.fix) <= 0) return
		const { course, speed, accuracy } = columns
		measured.fix = { ...order, lat, lng, course: cell(course, row), speed: cell(speed, row), accuracy: cell(accuracy, row) }
		reading.touched.add(entity)
	})
}

/**
 * P41: takes in a position that a record restates. It is ordered right before the one that it was taken from. Returns whether it is the
 * newest, which it can only be when its batch is erased or has not come.
 */
export function stateThinned(entity: Entity, event: ThinnedPatch, seq: Seq): boolean {
	const { geometry, thinned, effective: at, revision: n, received, accuracyMetres, author } = event
	if (geometry?.type !== 'Point') return false
	const [lng, lat] = geometry.coordinates
	const measured = measuredOf(entity)
	const order: Taken = { at, n, received, seq: thinned.seq, ord: 0 - seq, source: author.source }
	const recorded: Recorded = { ...order, seq, lat, lng, fms: thinned.fms }
	if (!measured.recorded || compareTaken(recorded, measured.recorded) > 0) measured.recorded = recorded
	if (measured.fix && compareTaken(order, measured.fix) <= 0) return false
	const { course = null, speed = null } = thinned
	measured.fix = { ...order, lat, lng, course, speed, accuracy: accuracyMetres ?? null }
	return true
}

type Patch = Extract<StatementEvent, { op: 'patch' }>
type ThinnedPatch = Patch & { readonly thinned: Thinned }

export function isThinned(event: StatementEvent): event is ThinnedPatch {
	return event.op === 'patch' && event.thinned !== undefined
}

function cell<T>(column: Nullable<T> | undefined, row: number): T | null {
	return column?.[row] ?? null
}

function stateObservations(reading: Reading, columns: StoredObservations): void {
	eachRow(reading, columns, (entity, at, row) => {
		const { series } = measuredOf(entity)
		const observation: Observation = { ...taken(reading, at), value: cell(columns.value, row), quality: cell(columns.quality, row) }
		const kept = series.get(observation.source) ?? []
		series.set(observation.source, kept)
		if (insert(kept, observation)) reading.touched.add(entity)
	})
}

/** P32: one value per instant, the latest statement about it; only the newest instants are kept. Returns whether anything changed. */
export function insert(kept: Observation[], observation: Observation): boolean {
	const place = placeOf(kept, observation.at)
	const before = kept[place - 1]
	if (before?.at === observation.at) {
		if (compareTaken(observation, before) <= 0) return false
		kept[place - 1] = observation
		return true
	}
	if (place === 0 && kept.length >= KEPT_OBSERVATIONS) return false
	kept.splice(place, 0, observation)
	if (kept.length > KEPT_OBSERVATIONS) kept.shift()
	return true
}

/** Behind everything at or before an instant; found from the end, where new values belong. */
function placeOf(kept: readonly Observation[], at: Instant): number {
	return kept.findLastIndex((held) => held.at <= at) + 1
}

/** P33: the newest issue of each series, whoever computed it. */
function stateCurve(reading: Reading, curve: StoredCurve): void {
	const entity = entityFor(reading.picture, curve.entity)
	const { curves } = measuredOf(entity)
	const order = taken(reading, curve.issued)
	const held = curves.get(curve.series)
	if (held && compareTaken(order, held) <= 0) return
	curves.set(curve.series, { ...order, curve })
	reading.touched.add(entity)
}
