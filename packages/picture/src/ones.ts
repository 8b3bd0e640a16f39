import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

import { isUnit } from './call-names.ts'
import { mergedUnit, newestMeasured } from './merged.ts'
import { stands } from './rows.ts'
import type { Rows } from './rows.ts'
import { sameThings } from './same.ts'
import type { Same } from './same.ts'
import { standingOf } from './standing.ts'
import type { Standable, StandingPolicy } from './standing.ts'

/** A thing as it is shown where several rows speak of it. `filled`: whose word it shows besides its own, see `Merged`. */
export type One<T extends Standable> = { readonly thing: T; readonly filled: ReadonlyMap<string, EntityId> }

export type Ones<T extends Standable> = {
	/** What expired as ended: belonging can tell it by the life only. What stands for several as it is shown. */
	readonly rows: Rows
	readonly things: ReadonlyMap<EntityId, T>
	readonly same: Same
	/** What stands for several units, by its id. */
	readonly merged: ReadonlyMap<EntityId, One<T>>
}

type Merge<T extends Standable> = (first: T, others: readonly T[]) => One<T>
export type Moment = { readonly now: number; readonly policy?: StandingPolicy | undefined }

/** P53, P80, P81: what of these is one, and how it is shown. An id that comes twice counts as it came first. */
export function onesOf<T extends Standable>(all: Iterable<T>, moment: Moment, merge: Merge<T> = mergedThing): Ones<T> {
	const { rows, things } = read(all, moment)
	const same = sameThings(rows)
	const merged = new Map<EntityId, One<T>>()
	for (const [id, others] of same.others) {
		const first = things.get(id)
		const standing = others.flatMap((other) => (isStanding(rows.get(other)) ? (things.get(other) ?? []) : []))
		if (first && isUnit(first.row) && standing.length > 0) merged.set(id, merge(first, standing))
	}
	if (merged.size === 0) return { rows, things, same, merged }
	const shown = new Map([...rows].map(([id, row]) => [id, merged.get(id)?.thing.row ?? row]))
	return { rows: shown, things, same, merged }
}

/** P81: units that are one as one. Its own word is the one that goes on changing, so that it keeps its id. */
export function mergedThing<T extends Standable>(first: T, others: readonly T[]): One<T> {
	if (!isUnit(first.row)) return { thing: first, filled: new Map() }
	const { row, filled } = mergedUnit(
		first.row,
		others.flatMap((other) => (isUnit(other.row) ? [other.row] : [])),
	)
	const measured = newestMeasured([first, ...others].map((one) => one.measured))
	return { thing: { ...first, row, ...(measured && { measured }) }, filled }
}

function read<T extends Standable>(
	all: Iterable<T>,
	{ now, policy }: Moment,
): { readonly rows: Rows; readonly things: ReadonlyMap<EntityId, T> } {
	const rows = new Map<EntityId, Row>()
	const things = new Map<EntityId, T>()
	for (const thing of all) {
		const { row, measured } = thing
		if (things.has(row.id)) continue
		things.set(row.id, thing)
		const expired = BELONGING.has(row.kind) && standingOf({ row, measured, now }, policy).state === 'expired'
		rows.set(row.id, expired ? { ...row, life: 'ended' } : row)
	}
	return { rows, things }
}

const BELONGING: ReadonlySet<Row['kind']> = new Set(['unit', 'section', 'counter', 'area', 'facility', 'incident'])

function isStanding(row: Row | undefined): boolean {
	return row !== undefined && stands(row)
}
