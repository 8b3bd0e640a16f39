import type { Seq } from '@lagebild/model/ids.ts'

import { linkedAspect } from './aspect.ts'
import type { Change } from './change.ts'
import { equalBut } from './equal.ts'
import { facetFor } from './facets.ts'
import { replaceLinks } from './links.ts'
import { buildMeasuredRow } from './measured-row.ts'
import { BUILT, STALE, SURE } from './numbered.ts'
import { buildRow } from './row.ts'
import type { Entity, PictureState } from './state.ts'

/**
 * Entities whose registers an entry changed, by the row that may follow. `subject`: the one that a statement is about, of which also place,
 * label and measured row may follow; of others only the state row.
 */
export type Touched = { readonly state: readonly Entity[]; readonly subject?: Entity | undefined; readonly measured: readonly Entity[] }

/** P28: finds what became another row among what was touched, and among what derives from it, and tells it by index. */
export function refresh(picture: PictureState, { state, subject, measured }: Touched, seq: Seq): readonly Change[] {
	const changes: Change[] = []
	for (const entity of followed(picture, state)) note(changes, refreshState(picture, entity, { seq, subject: entity === subject }))
	for (const entity of measured) note(changes, refreshMeasurements(picture, entity, seq))
	return changes.length > 1 ? changes.toSorted((a, b) => a.index - b.index) : changes
}

/** Nearly always a single thing of which nothing derives that is another than before. */
function followed(picture: PictureState, state: readonly Entity[]): Iterable<Entity> {
	const [first] = state
	if (!first) return state
	const others = follow(picture, first)
	if (others.length === 0 && state.length === 1) return state
	const all = new Set([...state, ...others])
	for (const entity of all) if (entity !== first) for (const other of follow(picture, entity)) all.add(other)
	return all
}

function note(changes: Change[], change: Change | undefined): void {
	if (change) changes.push(change)
}

/** A retraction concerns only what the entity itself updates or cancels. Nothing here depends on links, so that one round is enough. */
function follow(picture: PictureState, entity: Entity): readonly Entity[] {
	const { links } = entity
	if (!links) return NOBODY
	const [before, now] = [links.aspect, linkedAspect(entity)]
	links.aspect = now
	if (before.created !== now.created || before.label !== now.label) return replaceLinks(picture, entity, links.byPair.values())
	return before.retracted === now.retracted ? NOBODY : replaceLinks(picture, entity, links.ending ?? NO_LINKS)
}

const NOBODY: readonly Entity[] = []
const NO_LINKS: readonly never[] = []

function refreshState(picture: PictureState, entity: Entity, { seq, subject }: { seq: Seq; subject: boolean }): Change | undefined {
	const before = entity.facet
	const state = refreshRow(entity, seq)
	const measured = subject && refreshPlace(picture, entity, seq)
	if (!state && !measured) return undefined
	return { seq, index: entity.index, state, measured, before, after: entity.facet }
}

/** P28: who may follow a measured row can change although nothing was measured: its thing was moved, or labelled anew. */
function refreshPlace(picture: PictureState, entity: Entity, seq: Seq): boolean {
	const changed = entity.measuredState !== STALE && refreshMeasured(entity, seq)
	const facet = facetFor(picture, entity)
	const moved = facet !== entity.facet && !changed && hasMeasuredRow(entity)
	entity.facet = facet
	if (moved) makeStale(entity, seq)
	return changed || moved
}

/** What was touched several times was told with the first: what was stale before was settled. Of a thing without positions nothing moves. */
function refreshMeasurements(picture: PictureState, entity: Entity, seq: Seq): Change | undefined {
	if (entity.measuredState === STALE) return undefined
	const before = entity.facet
	if (!refreshMeasured(entity, seq)) return undefined
	if (entity.measured?.track || !picture.facets[before]?.measured) entity.facet = facetFor(picture, entity)
	return { seq, index: entity.index, state: false, measured: true, before, after: entity.facet }
}

/** What was told as changed and not built is there. */
function hasMeasuredRow(entity: Entity): boolean {
	return entity.measuredState !== BUILT || entity.measuredRow !== undefined
}

function makeStale(entity: Entity, seq: Seq): void {
	entity.measuredV = newest(entity.measuredV, seq)
	entity.measuredState = STALE
}

function newest(v: Seq, seq: Seq): Seq {
	return v > seq ? v : seq
}

/** One that is neither built nor sure is still to be read as it was told last. */
function refreshRow(entity: Entity, seq: Seq): boolean {
	const v = newest(entity.v, seq)
	if (entity.rowState === BUILT) {
		const held = entity.row
		const built = buildRow(entity, v)
		if (held === built || (held && built && held.at === built.at && equalBut(held, built, 'v'))) return false
		entity.keepRow(built)
	} else entity.rowState = STALE
	entity.v = v
	return true
}

function refreshMeasured(entity: Entity, seq: Seq): boolean {
	if (entity.measuredState === SURE) {
		makeStale(entity, seq)
		return true
	}
	const v = newest(entity.measuredV, seq)
	const held = entity.measuredRow
	const built = buildMeasuredRow(entity, v)
	if (held === built || (held && built && held.at === built.at && equalBut(held, built, 'v'))) return false
	entity.keepMeasuredRow(built)
	entity.measuredV = v
	return true
}
