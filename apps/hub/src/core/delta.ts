import type { EntityId } from '@lagebild/model/ids.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { facetAt, idAt, rowAt, size } from '@lagebild/picture/read.ts'
import { linkedKinds } from '@lagebild/picture/row-within.ts'

import type { Hub } from './hub.ts'
import { changedSince, MEASURED, STATE } from './ring.ts'
import type { Changed } from './ring.ts'
import { addMove, createMoves, measuredRow, stateRow } from './rows.ts'
import type { Moves } from './rows.ts'
import { LANE_BIT, seenLanes } from './view.ts'
import type { View } from './view.ts'

/** Content of lane `lane` under `before` at `from`, turned into that under `after` at the head. */
export type Step = { readonly lane: Lane; readonly before: View; readonly from: number; readonly after: View; readonly putOnly?: boolean }

export type Delta = { readonly put: (Row | MeasuredRow)[]; readonly move: Moves; readonly drop: EntityId[]; cost: number }

/** Cost of a row in a personal frame, in records scanned. */
const ROW_COST = 20

export function isEmpty({ put, move, drop }: Delta): boolean {
	return put.length === 0 && move.k.length === 0 && drop.length === 0
}

/** H2, the only path to a client: live ticks, slow clients, resume, pan, relabel and regrant are all this. */
export function deltaOf(hub: Hub, step: Step): Delta {
	const delta: Delta = { put: [], move: createMoves(), drop: [], cost: 0 }
	const changed = changesSince(hub, step.from)
	const visit = step.before === step.after ? visitChanged : visitAll
	visit(hub, { step, changed, delta })
	delta.cost += ROW_COST * (delta.put.length + delta.move.k.length)
	return delta
}

function changesSince(hub: Hub, from: number): Changed {
	const head = headOf(hub.picture)
	const { changes } = hub
	if (changes.head !== head) {
		changes.head = head
		changes.since.clear()
	}
	const known = changes.since.get(from) ?? changedSince(hub.ring, from, hub.scratch)
	changes.since.set(from, known)
	return known
}

type Work = { readonly step: Step; readonly changed: Changed; readonly delta: Delta }

function visitChanged(hub: Hub, { step, changed, delta }: Work): void {
	delta.cost = changed.index.length
	for (const [i, index] of changed.index.entries()) {
		place(hub, { step, delta, index, before: changed.before[i] ?? 0, flags: changed.flags[i] ?? 0 })
	}
}

function visitAll(hub: Hub, { step, changed, delta }: Work): void {
	const places = new Map(changed.index.map((index, i) => [index, i]))
	delta.cost = size(hub.picture)
	for (let index = 0; index < size(hub.picture); index++) {
		const i = places.get(index)
		const before = i === undefined ? facetAt(hub.picture, index) : (changed.before[i] ?? 0)
		const flags = i === undefined ? 0 : (changed.flags[i] ?? 0)
		place(hub, { step, delta, index, before, flags })
	}
}

type Place = { readonly step: Step; readonly delta: Delta; readonly index: number; readonly before: number; readonly flags: number }

function place(hub: Hub, { step, delta, index, before, flags }: Place): void {
	const bit = LANE_BIT[step.lane]
	const held = (seenLanes(step.before, hub.picture, before) & bit) !== 0
	const sees = (seenLanes(step.after, hub.picture, facetAt(hub.picture, index)) & bit) !== 0
	if (!sees) {
		if (held) delta.drop.push(idAt(hub.picture, index))
	} else if (step.lane === 'M') {
		if (!held || (flags & MEASURED) !== 0) putMeasured(hub, { step, delta, index, held })
	} else if (!held || (flags & STATE) !== 0 || linksDiffer(hub, step, index)) {
		const row = stateRow(hub.picture, index, step.after)
		if (row) delta.put.push(row)
	}
}

function putMeasured(hub: Hub, { step, delta, index, held }: Pick<Place, 'step' | 'delta' | 'index'> & { readonly held: boolean }): void {
	const row = measuredRow(hub.picture, hub.rows, index)
	if (!row) return
	if (held && !step.putOnly && row.position && (hub.rows.steady[index] ?? Infinity) <= step.from) addMove(delta.move, row)
	else delta.put.push(row)
}

/** A row shows and counts only links to kinds that the view sees: another view of the same row can show others. */
function linksDiffer(hub: Hub, { before, after }: Step, index: number): boolean {
	if (before === after) return false
	const row = rowAt(hub.picture, index)
	if (!row?.links) return false
	const [a, b] = [before.scope.kinds, after.scope.kinds]
	return !linkedKinds(row).isDisjointFrom(a.symmetricDifference(b))
}
