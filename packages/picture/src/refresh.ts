import type { Seq } from '@lagebild/model/ids.ts'

import { linkedAspect } from './aspect.ts'
import { NO_FACET } from './change.ts'
import type { Change } from './change.ts'
import { equalBut } from './equal.ts'
import { facetFor } from './facets.ts'
import { labelOf } from './label.ts'
import { replaceLinks } from './links.ts'
import { buildMeasuredRow } from './measured-row.ts'
import { BUILT, FACET, HERE, MEASURED_STATE, MEASURED_V, STALE, SURE, WIDTH } from './numbered.ts'
import { buildRow } from './row.ts'
import type { Entity, PictureState } from './state.ts'
import { isRetracted } from './verdict.ts'

/**
 * Entities whose registers an entry changed, by the row that may follow. `subject`: the one that a statement is about, of which also place,
 * label and measured row may follow; of others only the state row.
 */
export type Touched = {
	readonly state: readonly Entity[]
	readonly subject?: Entity | undefined
	/** By index. */
	readonly measured: readonly number[]
	/** Of the one that it is about nothing else derives what it may have changed. */
	readonly alone?: boolean
}

/** P28: finds what became another row among what was touched, and among what derives from it, and tells it by index. */
export function refresh(picture: PictureState, { state, subject, measured, alone = false }: Touched, seq: Seq): readonly Change[] {
	const changes: Change[] = []
	for (const entity of alone ? state : followed(picture, state))
		note(changes, refreshState(picture, entity, { seq, subject: entity === subject }))
	for (const index of measured) note(changes, stay(picture, index, seq) ?? refreshMeasurements(picture, index, seq))
	sortByIndex(changes)
	return changes
}

function sortByIndex(changes: Change[]): void {
	if (changes.length > 24) {
		changes.sort((a, b) => a.index - b.index)
		return
	}
	for (let i = 1; i < changes.length; i++) {
		const change = changes[i]
		if (!change) continue
		let at = i
		for (; at > 0; at--) {
			const before = changes[at - 1]
			if (!before || before.index <= change.index) break
			changes[at] = before
		}
		changes[at] = change
	}
}

/** Nearly always a single thing of which nothing derives that is another than before. */
function followed(picture: PictureState, state: readonly Entity[]): Iterable<Entity> {
	if (isApart(state) && !state.some(isAnother)) return state
	const all = new Set(state)
	for (const entity of all) for (const other of follow(picture, entity)) all.add(other)
	return all
}

/** Nobody in it twice, as far as that can be seen at once. */
function isApart(state: readonly Entity[]): boolean {
	return state.length < 2 || (state.length === 2 && state[0] !== state[1])
}

/** Whether something derives from it, and another than before. */
function isAnother(entity: Entity): boolean {
	const aspect = entity.links?.aspect
	if (!aspect) return false
	return aspect.created !== (entity.created !== undefined) || aspect.label !== labelOf(entity) || aspect.retracted !== isRetracted(entity)
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
	if (entity.measuredState === HERE) {
		makeStale(entity, seq)
		return true
	}
	const changed = entity.measuredState !== STALE && refreshMeasured(entity, seq)
	const facet = facetFor(picture, entity)
	const moved = facet !== entity.facet && !changed && hasMeasuredRow(entity)
	entity.facet = facet
	if (moved) makeStale(entity, seq)
	return changed || moved
}

/** Of what changed where it was. */
function stay({ columns: { numbers } }: PictureState, index: number, seq: Seq): Change | undefined {
	const from = index * WIDTH
	if (numbers[from + MEASURED_STATE] !== HERE) return undefined
	if ((numbers[from + MEASURED_V] ?? 0) < seq) numbers[from + MEASURED_V] = seq
	numbers[from + MEASURED_STATE] = STALE
	const facet = numbers[from + FACET] ?? NO_FACET
	return { seq, index, state: false, measured: true, before: facet, after: facet }
}

/** What was touched several times was told with the first: what was stale before was settled. Of a thing without positions nothing moves. */
function refreshMeasurements(picture: PictureState, index: number, seq: Seq): Change | undefined {
	const entity = picture.entities[index]
	if (!entity || entity.measuredState === STALE) return undefined
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
