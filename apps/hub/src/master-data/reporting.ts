import type { RowRead } from '@lagebild/feeds/master-data/row.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { seq } from '@lagebild/model/ids.ts'
import { unit } from '@lagebild/model/kinds/unit.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Reporting } from '@lagebild/model/master-data.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { nameOf } from '@lagebild/picture/figure-parts.ts'
import { idAt, size } from '@lagebild/picture/read.ts'
import type { Rows } from '@lagebild/picture/rows.ts'
import { sameThings } from '@lagebild/picture/same.ts'

import type { ReaderNow } from '../io/http/readable.ts'
import type { RunningOperation } from '../running.ts'
import { rowOf } from './view.ts'

/** Operations that are looked into: those that show a base. */
const MOST_SHOWING = 20

const Called = unit.payload.pick({ callsign: true, opta: true, issi: true, organisation: true }).partial().strip()

export type ReportingRequest = {
	readonly running: RunningOperation
	/** Open operations of this person that show it. */
	readonly showing: readonly RunningOperation[]
	readonly basesOf: (running: RunningOperation) => readonly RunningOperation[]
	readonly reader: ReaderNow
	readonly rows: readonly RowRead[]
}

/**
 * Of each unit of the file who reports already under its name, as somebody who looks at the operation, or at one that shows the base, will see it
 * (picture SPEC, P80): said before and after an import, never written.
 */
export async function reportingIn(request: ReportingRequest): Promise<ReadonlyMap<EntityId, readonly Reporting[]>> {
	const { running, showing, basesOf, reader, rows } = request
	const listed = listedRows(rows, reader.now)
	const reporting = new Map<EntityId, Reporting[]>()
	for (const own of [running, ...showing.slice(0, MOST_SHOWING)]) {
		const seen = unitsIn([own, ...basesOf(own)], reader)
		for (const [id, row] of listed) if (!seen.get(id)) seen.set(id, row)
		for (const [id, found] of foundIn(own, seen, listed)) reporting.set(id, merged(reporting.get(id) ?? [], found))
		await new Promise(setImmediate)
	}
	return reporting
}

/** Who reports in the base itself is seen through every operation that shows it, and said once. */
function merged(held: readonly Reporting[], found: Reporting): Reporting[] {
	const known = held.some(
		({ by, units }) => by === found.by && units.map(({ entity }) => entity).join() === found.units.map(({ entity }) => entity).join(),
	)
	return known ? [...held] : [...held, found]
}

function unitsIn(operations: readonly RunningOperation[], reader: ReaderNow): Map<EntityId, Row> {
	const seen = new Map<EntityId, Row>()
	for (const { picture } of operations) {
		for (let index = 0; index < size(picture); index++) {
			const id = idAt(picture, index)
			const row = id.startsWith('unit:') && !seen.has(id) ? rowOf({ picture, reader }, id) : undefined
			if (row) seen.set(id, row)
		}
	}
	return seen
}

/** The lines of the file as they would stand in the picture, as far as their names go. */
function listedRows(rows: readonly RowRead[], now: Instant): ReadonlyMap<EntityId, RowOf<'unit'>> {
	const listed = new Map<EntityId, RowOf<'unit'>>()
	for (const row of rows) {
		const called = row.ok ? Called.safeParse(row.statement.payload).data : undefined
		if (row.entity === undefined || !called) continue
		const fields = Object.fromEntries(Object.entries(called))
		listed.set(row.entity, {
			id: row.entity,
			k: 0,
			v: seq(0),
			kind: 'unit',
			fields,
			at: now,
			sources: [],
			life: 'live',
			label: DEFAULT_LABEL,
		})
	}
	return listed
}

type Found = readonly [EntityId, Reporting]

function foundIn({ operation }: RunningOperation, seen: Rows, listed: ReadonlyMap<EntityId, unknown>): readonly Found[] {
	const { found, unsure, canonical } = sameThings(seen)
	const told = (ids: readonly EntityId[], by: Reporting['by']): Reporting => ({
		operation: operation.id,
		by,
		units: ids.map((id) => named(seen, id)),
	})
	const recognised = found.map(({ listed: id, reports, by }): Found => [id, told([reports], by)])
	const doubtful = unsure.flatMap(({ listed: ids, reports, by }) => ids.map((id): Found => [id, { ...told(reports, by), unsure: true }]))
	const known = new Set(found.map(({ listed: id }) => id))
	const said = [...canonical]
		.filter(([id, first]) => id !== first && !known.has(id))
		.map(([id, first]): Found => [id, told([first], 'said')])
	return [...recognised, ...doubtful, ...said].filter(([id]) => listed.has(id))
}

function named(seen: Rows, id: EntityId): Reporting['units'][number] {
	const row = seen.get(id)
	return { entity: id, title: row ? nameOf(row) : id }
}
