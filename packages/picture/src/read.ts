import { Fms } from '@lagebild/model/fms.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import type { StoredCurve } from '@lagebild/model/measurement.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { NO_FACET } from './change.ts'
import type { Facet } from './change.ts'
import { newestSeries } from './measured-row.ts'
import type { Picture } from './picture.ts'
import { rowSeen } from './shown-links.ts'
import { decisionOf, registerPolicy } from './value.ts'

export function indexOf(picture: Picture, id: EntityId): number | undefined {
	return picture.byId.get(id)?.index
}

/** Throws for an index that this picture never gave out. */
export function idAt(picture: Picture, index: number): EntityId {
	const entity = picture.entities[index]
	if (!entity) throw new RangeError(`the picture has no entity ${index}`)
	return entity.id
}

/** Number of entities ever mentioned, with and without content. */
export function size(picture: Picture): number {
	return picture.entities.length
}

export function facetAt(picture: Picture, index: number): number {
	return picture.entities[index]?.facet ?? NO_FACET
}

/** An unknown number is the facet of which nobody sees anything. */
export function facet(picture: Picture, number: number): Facet {
	const held = picture.facets[number] ?? picture.facets[NO_FACET]
	if (!held) throw new RangeError(`the picture has no facet ${number}`)
	return held
}

/** The same object until the row changes, as long as few others were read since. */
export function rowAt(picture: Picture, index: number): Row | undefined {
	picture.shelf.trim()
	return picture.entities[index]?.row
}

/** P62: the row for a viewer who may not know of every other end of its links. */
export function seenRow(picture: Picture, index: number, sees: (id: EntityId) => boolean): Row | undefined {
	picture.shelf.trim()
	const entity = picture.entities[index]
	return entity && rowSeen(entity, sees)
}

/** The same object until the row changes, as long as few others were read since. */
export function measuredAt(picture: Picture, index: number): MeasuredRow | undefined {
	picture.shelf.trim()
	return picture.entities[index]?.measuredRow
}

/** The status that a unit's row shows, without building the row; null without one, undefined for what is no unit or has no row. */
export function statusAt(picture: Picture, index: number): Fms | null | undefined {
	const entity = picture.entities[index]
	if (entity?.kind !== 'unit' || !entity.created) return undefined
	const value = decisionOf(entity, 'fms', registerPolicy('unit', 'fms')).winner?.value
	return isFms(value) ? value : null
}

const STATUSES: ReadonlySet<unknown> = new Set(Fms.values)

function isFms(value: unknown): value is Fms {
	return STATUSES.has(value)
}

/** The newest position that stands as a record (P41), and the status that was recorded with it. */
export function recordedAt(
	picture: Picture,
	index: number,
): { readonly at: Instant; readonly lat: number; readonly lng: number; readonly fms: number | null } | undefined {
	return picture.entities[index]?.measured?.recorded
}

/** Seq of the last change of the row that the entity has in a lane, which is not built for it; undefined when it has none there. */
export function versionAt(picture: Picture, index: number, lane: Lane): Seq | undefined {
	const entity = picture.entities[index]
	if (!entity) return undefined
	const { measured, shown } = facet(picture, entity.facet)
	if (lane === 'M') return measured ? entity.measuredV : undefined
	return shown && laneOf(entity.kind) === lane ? entity.v : undefined
}

/** Newest issue of each computed series, by name. */
export function curvesOf(picture: Picture, id: EntityId): readonly StoredCurve[] {
	const curves = [...(picture.byId.get(id)?.measured?.curves.values() ?? [])].map(({ curve }) => curve)
	return curves.toSorted((a, b) => (a.series < b.series ? -1 : 1))
}

/** The kept observations of the source that the measured row shows, ascending in time. */
export function recentOf(
	picture: Picture,
	id: EntityId,
): readonly { readonly at: Instant; readonly value: number | null; readonly quality: string | null }[] {
	const measured = picture.byId.get(id)?.measured
	return (measured ? newestSeries(measured) : []).map(({ at, value, quality }) => ({ at, value, quality }))
}
