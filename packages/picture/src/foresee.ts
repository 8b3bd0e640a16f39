import type { Policy } from '@lagebild/model/kinds/kind.ts'

import { isInside } from './cell.ts'
import { equal } from './equal.ts'
import { canStatePlace } from './measured-row.ts'
import { HERE, STALE, SURE } from './numbered.ts'
import { outranks } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotOf } from './state.ts'
import type { Entity, PictureState } from './state.ts'
import type { Content } from './statement.ts'
import { registerPolicy, shownPolicy } from './value.ts'
import { GEOMETRY, heldIn } from './words.ts'

type Saying = { readonly event: Content; readonly said: Said }

/** Fields by which positions and values are judged (P44, P45). */
const JUDGED_BY: readonly string[] = ['sign', 'mmsi', 'property', 'unit']

/**
 * P28, P40: asked before a statement is written down. Nearly every statement is later than all that is known of its entity, and shows: then the
 * time of the row is another, and nothing has to be built or compared. Else the rows are built as they are, to be compared afterwards.
 * @returns whether measurements, place and label stay what they are
 */
export function foresee(entity: Entity, { event, said }: Saying, picture: PictureState): boolean {
	if (!entity.created) return foreseeFirst(entity, event)
	if (!isNewest(entity, said)) {
		entity.settle()
		entity.settleMeasured()
		return false
	}
	if (showsAny(entity, event, said)) entity.rowState = SURE
	else entity.settle()
	if (leavesPlace(event)) return true
	if (statesOwnPlace(entity, event, said)) entity.measuredState = staysHere(picture, entity, event) ? HERE : SURE
	else if (entity.measuredState === STALE && !isJudgedAlike(entity, event, said)) entity.settleMeasured()
	return false
}

/**
 * P28, P10: asked before an end or a cancellation is written down. Place, label and measurements stay what they are. Of a thing of which only its
 * source speaks, and which nothing else ends, the row has another end for sure.
 */
export function foreseeEnd(entity: Entity, said: Said): void {
	if (entity.created && isNewest(entity, said) && isEndedBy(entity, said)) entity.rowState = SURE
	else entity.settle()
}

function isEndedBy({ slot, links }: Entity, { by }: Said): boolean {
	if (!slot?.reset || slot.reset.withdrawn || slot.next || slot.source !== by.source) return false
	return !links?.cancels && !links?.updates
}

/** The first upsert brings the row; a patch that comes before it brings nothing. */
function foreseeFirst(entity: Entity, { op }: Content): false {
	if (op === 'upsert') entity.rowState = SURE
	return false
}

function isNewest(entity: Entity, said: Said): boolean {
	return said.at > entity.latest && !slotOf(entity, said.by.source)?.withdrawn?.has(said.id)
}

/** Any field of it that is decided for the newest statement, whoever else speaks of it. */
function showsAny(entity: Entity, event: Content, said: Said): boolean {
	const { payload } = event
	for (const field in payload) {
		if (wins(entity, { field, policy: shownPolicy(entity.kind, field) }, said)) return true
	}
	return event.geometry !== undefined && wins(entity, { field: GEOMETRY, policy: registerPolicy(entity.kind, GEOMETRY) }, said)
}

function wins(entity: Entity, { field, policy }: { field: string; policy: Policy | undefined }, said: Said): boolean {
	switch (policy) {
		case 'newest':
		case 'per-source':
			return true
		case 'rank':
			return !isOutranked(entity, field, said)
		default:
			return false
	}
}

function isOutranked(entity: Entity, field: string, said: Said): boolean {
	for (let slot = entity.slot; slot; slot = slot.next) {
		if (slot.source !== said.by.source && outranks(heldIn(slot, field)?.said, said)) return true
	}
	return false
}

function leavesPlace({ op, payload, geometry, geometrySource, accuracyMetres }: Content): boolean {
	if (op !== 'patch' || geometry !== undefined || geometrySource !== undefined || accuracyMetres !== undefined) return false
	return !payload || !JUDGED_BY.some((field) => field in payload)
}

/** Its place is none of what was measured, and the only one who speaks of it says again by what that is judged: as a gauge's feed does. */
function isJudgedAlike(entity: Entity, { payload }: Content, said: Said): boolean {
	const { slot } = entity
	if (canStatePlace(entity) || !slot || slot.next || slot.source !== said.by.source) return false
	return JUDGED_BY.every((field) => {
		const held = heldIn(slot, field)
		return !held?.said.withdrawn && equal(held?.value, payload?.[field])
	})
}

/** P31: a unit or track that is now at a point of its own telling, later than everything that was measured of it. */
function statesOwnPlace(entity: Entity, event: Content, said: Said): boolean {
	if (!canStatePlace(entity)) return false
	if (event.geometry?.type !== 'Point' || (event.geometrySource ?? 'given') !== 'given') return false
	return said.at > entity.latestMeasured && registerPolicy(entity.kind, GEOMETRY) === 'newest'
}

/** P39. An upsert may bring another label. */
function staysHere({ facets, facetBoxes }: PictureState, { facet }: Entity, { op, geometry }: Content): boolean {
	if (op !== 'patch' || geometry?.type !== 'Point' || !facets[facet]?.measured) return false
	const lng = geometry.coordinates[0]
	const lat = geometry.coordinates[1]
	return isInside(facetBoxes[facet], lat, lng)
}
