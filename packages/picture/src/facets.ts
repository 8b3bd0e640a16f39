import type { Geometry, Position } from '@lagebild/model/geo.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import { cellName, cellOfGeometry, cellOfPosition, isInside, NO_CELL, withinCell } from './cell.ts'
import type { CellCode } from './cell.ts'
import { NO_FACET } from './change.ts'
import type { Facet } from './change.ts'
import { labelOf } from './label.ts'
import { shownPosition } from './measured-row.ts'
import { BUILT } from './numbered.ts'
import { geometryOf, placeOf } from './row.ts'
import { internLabel } from './state.ts'
import type { Entity, PictureState } from './state.ts'

/** P39: where an entity is: at its newest position, else where its geometry is. Most that move stay in the cell that they were in. */
function cellOf(entity: Entity, { facetBoxes, facetCells }: PictureState): CellCode {
	const shown = shownPosition(entity)
	const { geometry } = shown ? NOWHERE : placeOf(entity, geometryOf(entity).winner)
	const position = shown ?? pointOf(geometry)
	if (!position) return geometry ? cellOfGeometry(geometry) : NO_CELL
	const cell = facetCells[entity.facet]
	return cell !== undefined && isInside(facetBoxes[entity.facet], position.lat, position.lng) ? cell : cellOfPosition(position)
}

const NOWHERE: { readonly geometry?: Geometry } = {}

function pointOf(geometry: Geometry | undefined): Position | undefined {
	return geometry?.type === 'Point' ? { lat: geometry.coordinates[1], lng: geometry.coordinates[0] } : undefined
}

/** P39: the number of the entity's facet as it is now; of what has no row nobody sees anything. Facets never change their meaning. */
export function facetFor(picture: PictureState, entity: Entity): number {
	if (!entity.created) return NO_FACET
	const label = labelOf(entity)
	const measured = entity.measuredState !== BUILT || entity.measuredRow !== undefined
	const held = picture.facets[entity.facet]
	const cell = cellOf(entity, picture)
	if (held?.label === label && held.measured === measured && picture.facetCells[entity.facet] === cell) return entity.facet
	const interned = picture.facetNumbers.has(label) ? label : internLabel(picture, label)
	return intern(picture, { kind: entity.kind, label: interned, shown: true, measured }, cell)
}

const KIND_NUMBERS: ReadonlyMap<EntityKind, number> = new Map(KINDS.map((kind, number) => [kind, number]))

/** Labels are interned, so that equal ones are the same object. */
function intern(picture: PictureState, { kind, label, shown, measured }: Omit<Facet, 'cell'>, cell: CellCode): number {
	const held = picture.facetNumbers.get(label)
	const numbers = held ?? new Map<number, number>()
	if (!held) picture.facetNumbers.set(label, numbers)
	const rows = (shown ? 2 : 0) + (measured ? 1 : 0)
	const key = ((cell - NO_CELL) * KINDS.length + (KIND_NUMBERS.get(kind) ?? 0)) * 4 + rows
	const known = numbers.get(key)
	if (known !== undefined) return known
	const number = picture.facets.length
	picture.facets.push({ kind, label, shown, measured, cell: cellName(cell) })
	picture.facetCells.push(cell)
	picture.facetBoxes.push(withinCell(cell))
	numbers.set(key, number)
	return number
}
