import type { Seq } from '@lagebild/model/ids.ts'

import type { Change } from './change.ts'
import { equalBut } from './equal.ts'
import { facetFor } from './facets.ts'
import { labelOf } from './label.ts'
import { replaceLinks } from './links.ts'
import { buildMeasuredRow } from './measured-row.ts'
import { buildRow } from './row.ts'
import type { Aspect, Entity, PictureState } from './state.ts'
import { isRetracted } from './verdict.ts'

/** Entities whose registers an entry changed, by the row that may follow. */
export type Touched = { readonly state: Set<Entity>; readonly measured: ReadonlySet<Entity> }

/** P28: rebuilds what was touched, and what derives from it, and tells what became another row, by index. */
export function refresh(picture: PictureState, touched: Touched, seq: Seq): readonly Change[] {
	const changes: Change[] = []
	for (const entity of touched.state) for (const other of follow(picture, entity)) touched.state.add(other)
	for (const entity of touched.state) {
		const change = refreshEntity(picture, entity, { seq, state: true })
		if (change) changes.push(change)
	}
	for (const entity of touched.measured) {
		if (touched.state.has(entity)) continue
		const change = refreshEntity(picture, entity, { seq, state: false })
		if (change) changes.push(change)
	}
	return changes.length > 1 ? changes.sort((a, b) => a.index - b.index) : changes
}

/** P11, P13: what other entities derive from this one: whether it is shown, retracted, and who sees it. */
export function aspectOf(entity: Entity): Aspect {
	return { created: entity.created !== undefined, retracted: isRetracted(entity), label: labelOf(entity) }
}

/** A retraction concerns only what the entity itself updates or cancels. Nothing here depends on links, so that one round is enough. */
function follow(picture: PictureState, entity: Entity): readonly Entity[] {
	const [before, now] = [entity.aspect, aspectOf(entity)]
	entity.aspect = now
	if (!entity.links) return []
	if (before.created !== now.created || before.label !== now.label) return replaceLinks(picture, entity, entity.links.byKey.values())
	return before.retracted === now.retracted ? [] : replaceLinks(picture, entity, entity.links.ending ?? [])
}

function refreshEntity(picture: PictureState, entity: Entity, { seq, state }: { seq: Seq; state: boolean }): Change | undefined {
	const before = entity.facet
	const stateChanged = state && refreshRow(entity, seq)
	const measuredChanged = refreshMeasured(entity, seq)
	entity.facet = facetFor(picture, entity)
	const moved = before !== entity.facet && !measuredChanged && touchMeasured(entity, seq)
	const measured = measuredChanged || moved
	if (!stateChanged && !measured) return undefined
	return { seq, index: entity.index, state: stateChanged, measured, before, after: entity.facet }
}

function newest(v: Seq | undefined, seq: Seq): Seq {
	return v !== undefined && v > seq ? v : seq
}

function refreshRow(entity: Entity, seq: Seq): boolean {
	const held = entity.row
	const built = buildRow(entity, newest(held?.v, seq))
	if (held === built || (held && built && held.at === built.at && equalBut(held, built, 'v'))) return false
	entity.row = built
	return true
}

function refreshMeasured(entity: Entity, seq: Seq): boolean {
	const held = entity.measuredRow
	const built = buildMeasuredRow(entity, newest(held?.v, seq))
	if (held === built || (held && built && held.at === built.at && equalBut(held, built, 'v'))) return false
	entity.measuredRow = built
	return true
}

/** P28: who may follow a measured row can change although nothing was measured: its thing was moved, or labelled anew. */
function touchMeasured(entity: Entity, seq: Seq): boolean {
	if (!entity.measuredRow) return false
	entity.measuredRow = { ...entity.measuredRow, v: newest(entity.measuredRow.v, seq) }
	return true
}
