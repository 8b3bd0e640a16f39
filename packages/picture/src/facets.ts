import { cellName, cellOfGeometry, cellOfPosition, NO_CELL } from './cell.ts'
import type { CellCode } from './cell.ts'
import type { Facet } from './change.ts'
import { labelOf } from './label.ts'
import type { Entity, PictureState } from './state.ts'

/** P39: where an entity is: at its newest position, else where its geometry is. */
function cellOf(entity: Entity): CellCode {
	const position = entity.measuredRow?.position
	if (position) return cellOfPosition(position)
	const geometry = entity.row?.geometry
	if (!geometry) return NO_CELL
	if (entity.place?.geometry !== geometry) entity.place = { geometry, cell: cellOfGeometry(geometry) }
	return entity.place.cell
}

/** P39: the number of the entity's facet as it is now. Facets never change their meaning. */
export function facetFor(picture: PictureState, entity: Entity): number {
	const label = labelOf(entity)
	const shown = entity.row !== undefined
	const measured = entity.measuredRow !== undefined
	const cell = cellOf(entity)
	const held = picture.facets[entity.facet]
	const same = held && held.kind === entity.kind && held.label === label && held.shown === shown && held.measured === measured
	if (same && picture.facetCells[entity.facet] === cell && entity.facet !== 0) return entity.facet
	return intern(picture, { kind: entity.kind, label, shown, measured, cell: cellName(cell) }, cell)
}

function intern(picture: PictureState, facet: Facet, cell: CellCode): number {
	const { kind, label, shown, measured } = facet
	const key = JSON.stringify([kind, label.level, label.organisations ?? [], shown, measured, cell])
	const known = picture.facetNumbers.get(key)
	if (known !== undefined) return known
	const number = picture.facets.length
	picture.facets.push(facet)
	picture.facetCells.push(cell)
	picture.facetNumbers.set(key, number)
	return number
}
