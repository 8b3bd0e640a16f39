import type { MeasuredRow, MoveColumns, Row } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt } from '@lagebild/picture/read.ts'
import { rowWithin } from '@lagebild/picture/row-within.ts'

import type { View } from './view.ts'

/** What left the picture lately, per entity number, so that groups of one tick share the work. */
export type Rows = {
	/** As they travel, see `slim`. Kept for all entities that ever moved: the next one is compared with it. */
	readonly measured: (MeasuredRow | undefined)[]
	/** Seq since which only position, course, speed and time of the measured row changed: who holds it from then on may be sent a move. */
	readonly steady: number[]
	/** Measured rows that changed since they were computed. */
	readonly stale: Set<number>
}

export function createRows(): Rows {
	return { measured: [], steady: [], stale: new Set() }
}

/** The state row as one view sees it (picture SPEC, P62). */
export function stateRow(picture: Picture, index: number, { scope }: View): Row | undefined {
	const row = rowAt(picture, index)
	return row && rowWithin(row, scope.kinds)
}

/** The measured row as it travels, the same in a put, a move and a load. */
export function measuredRow(picture: Picture, rows: Rows, index: number): MeasuredRow | undefined {
	const held = rows.measured[index]
	if (held && !rows.stale.has(index)) return held
	const row = measuredAt(picture, index)
	const next = row && slim(row)
	if (!next || !held || !sameBeside(held, next)) rows.steady[index] = headOf(picture)
	rows.measured[index] = next
	rows.stale.delete(index)
	return next
}

/**
 * At each tick before anything is sent, so that what was compared is the content of a tick boundary, also when nobody was sent it:
 * a viewer that comes from another hub holds that content after its first frame, and only then are moves for it.
 */
export function refreshMeasured(picture: Picture, rows: Rows): void {
	for (const index of rows.stale) measuredRow(picture, rows, index)
}

/** Precision of moves: 1e-6 degrees (11 cm) and 0.1 m/s. Whoever was sent a put and whoever was sent a move hold the same. */
export function slim(row: MeasuredRow): MeasuredRow {
	if (!row.position && row.speed === undefined) return row
	return {
		...row,
		...(row.position && { position: { lat: fine(row.position.lat) / 1e6, lng: fine(row.position.lng) / 1e6 } }),
		...(row.speed !== undefined && { speed: tenths(row.speed) / 10 }),
	}
}

function fine(degrees: number): number {
	return Math.round(degrees * 1e6)
}

function tenths(speed: number): number {
	return Math.round(speed * 10)
}

/** All that a move does not carry is equal, and a move can carry the rest. */
function sameBeside(a: MeasuredRow, b: MeasuredRow): boolean {
	if (!a.position || !b.position) return false
	return a.value === b.value && a.trend === b.trend && a.quality === b.quality && sameSource(a, b)
}

function sameSource(a: MeasuredRow, b: MeasuredRow): boolean {
	return a.source === b.source && a.accuracy === b.accuracy && a.thinned === b.thinned && a.k === b.k && sameParts(a, b)
}

/** A doubt or a ghost that came, changed or went is no slim move. */
function sameParts(a: MeasuredRow, b: MeasuredRow): boolean {
	return samePart(a.peaks, b.peaks) && samePart(a.ghost, b.ghost) && samePart(a.doubts, b.doubts)
}

function samePart(a: object | undefined, b: object | undefined): boolean {
	return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b))
}

/** Growing columns of one frame's moves. */
export type Moves = { readonly [C in keyof MoveColumns]: MoveColumns[C][number][] }

export function createMoves(): Moves {
	return { k: [], v: [], at: [], lat: [], lng: [], course: [], speed: [] }
}

export function addMove(moves: Moves, row: MeasuredRow): void {
	moves.k.push(row.k)
	moves.v.push(row.v)
	moves.at.push(row.at)
	moves.lat.push(fine(row.position?.lat ?? 0))
	moves.lng.push(fine(row.position?.lng ?? 0))
	moves.course.push(row.course ?? null)
	moves.speed.push(row.speed === undefined ? null : tenths(row.speed))
}
