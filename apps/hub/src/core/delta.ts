import type { EntityId } from '@lagebild/model/ids.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'
import { facetAt, idAt, rowAt, size } from '@lagebild/picture/read.ts'
import { linkedKinds } from '@lagebild/picture/row-within.ts'

import { changesSince, columnsSince, presentChanges } from './changes.ts'
import type { Group, Hub } from './hub.ts'
import { MEASURED, STATE } from './ring.ts'
import { addMove, createMoves, measuredRow, stateRow } from './rows.ts'
import type { Moves } from './rows.ts'
import { LANE_BIT, seenLanes } from './view.ts'
import type { View } from './view.ts'

/** Content of lane `lane` under `before` at `from`, turned into that under `after` at the head. */
export type Step = { readonly lane: Lane; readonly before: View; readonly from: number; readonly after: View; readonly putOnly?: boolean }

export type Delta = {
	readonly put: (Row | MeasuredRow)[]
	readonly move: Moves
	readonly drop: EntityId[]
	/** The rows of `put` as they travel, made when the first frame needs it. */
	putText?: string
	cost: number
}

/** Cost of a row in a personal frame, in records scanned. */
const ROW_COST = 20

export function isEmpty({ put, move, drop }: Delta): boolean {
	return put.length === 0 && move.k.length === 0 && drop.length === 0
}

/** H2, the only path to a client: live ticks, slow clients, resume, pan, relabel and regrant are all this. */
export function deltaOf(hub: Hub, step: Step): Delta {
	const delta: Delta = { put: [], move: createMoves(), drop: [], cost: 0 }
	if (step.before === step.after) visitChanged(hub, step, delta)
	else visitAll(hub, step, delta)
	delta.cost += ROW_COST * (delta.put.length + delta.move.k.length)
	return delta
}

const NOTHING: Delta = { put: [], move: createMoves(), drop: [], cost: 0 }

/** What all viewers of one view who are at the same place are told. */
export function groupDelta(hub: Hub, { lane, view, at }: Group): Delta {
	if (lane === 'M') return deltaOf(hub, { lane, before: view, from: at, after: view })
	if (columnsSince(hub, lane, at).index.length === 0) return NOTHING
	const { shared } = presentChanges(hub)
	const key = `${lane} ${at} ${view.stateKey}`
	const delta = shared.get(key) ?? deltaOf(hub, { lane, before: view, from: at, after: view })
	shared.set(key, delta)
	return delta
}

/** Most changes are nothing to most views, and are passed by two looks at a table. */
function visitChanged(hub: Hub, step: Step, delta: Delta): void {
	const { index, before, after, flags } = columnsSince(hub, step.lane, step.from)
	const bit = LANE_BIT[step.lane]
	const { length } = index
	delta.cost = length
	for (let i = 0; i < length; i++) {
		const was = step.after.seen[before[i] ?? 0]
		const is = step.after.seen[after[i] ?? 0]
		if (was && is && ((was | is) & bit) === 0) continue
		place(hub, { step, delta, index: index[i] ?? 0, before: before[i] ?? 0, flags: flags[i] ?? 0 })
	}
}

function visitAll(hub: Hub, step: Step, delta: Delta): void {
	const changed = changesSince(hub, step.from)
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
