import type { MapItem } from '@lagebild/map/item.ts'
import type { ItemContext } from '@lagebild/map/items/facts.ts'
import { itemsOfRow } from '@lagebild/map/items/items.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import { isOver } from '../picture/unit-picture.ts'
import type { UnitPicture } from '../picture/unit-picture.ts'

/** What is near, and what endangers. */
const ALWAYS: ReadonlySet<EntityKind> = new Set(['unit', 'facility', 'warning', 'area', 'closure', 'incident'])

export type Held = {
	readonly rows: readonly Row[]
	readonly measured: (id: EntityId) => MeasuredRow | undefined
	readonly picture: UnitPicture
	/** The device draws itself, and better than its sign could stand. */
	readonly drawsSelf: boolean
}

/** What a crew sees on its map: its own section and orders, and no others'. */
export function shownRows({ rows, picture, drawsSelf }: Omit<Held, 'measured'>): readonly Row[] {
	const orders = new Set<EntityId>(picture.orders.filter((order) => !isOver(order)).map(({ id }) => id))
	const section = sectionOf(picture)
	return rows.filter(({ id, kind }) => {
		if (kind === 'section') return id === section
		if (kind === 'task') return orders.has(id)
		return ALWAYS.has(kind) && !(drawsSelf && id === picture.unit?.id)
	})
}

export function sectionOf({ unit }: UnitPicture): EntityId | undefined {
	return unit?.links?.find(({ rel, to, inbound }) => rel === 'assigned-to' && !inbound && to.startsWith('section:'))?.to
}

type Known = { readonly measured: MeasuredRow | undefined; readonly context: ItemContext; readonly items: readonly MapItem[] }
const known = new WeakMap<Row, Known>()

/** What did not change keeps its identity, so that the map has nothing to do about it. */
export function itemsShown(held: Held, context: ItemContext): readonly MapItem[] {
	return shownRows(held).flatMap((row) => {
		const measured = held.measured(row.id)
		const last = known.get(row)
		if (last?.measured === measured && last?.context === context) return last.items
		const items = itemsOfRow(row, measured, context)
		known.set(row, { measured, context, items })
		return items
	})
}

/** Where the open orders of the unit lead. */
export function targetsOf({ orders }: UnitPicture): readonly Position[] {
	return orders.flatMap((order) => {
		const [vertex] = order.geometry && !isOver(order) ? verticesOf(order.geometry) : []
		return vertex ? [{ lat: vertex[1], lng: vertex[0] }] : []
	})
}
