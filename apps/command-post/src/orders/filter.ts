import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { sectionNames, sectionOf, sectionTitle } from '@lagebild/picture/belongs.ts'

import { memoLast } from '../select/memo.ts'
import { isOpenConflict, isOpenOrder } from '../select/orders.ts'
import type { OrderView } from '../select/orders.ts'
import type { Content } from '../state/facts.ts'

export const VIEWS = ['open', 'refused', 'asked', 'over', 'all'] as const
export type View = (typeof VIEWS)[number]

export type OrderFilter = { readonly view: View; readonly section?: string | undefined; readonly organisation?: string | undefined }

/** An order with where those belong who carry it out. */
export type PlacedOrder = OrderView & {
	readonly section?: string
	readonly organisations: readonly string[]
}

/** Sections of those who carry it out, in words; a section itself is its own. */
export const placedOrders = memoLast((content: Content, views: readonly OrderView[]): readonly PlacedOrder[] => {
	if (views.length === 0) return []
	const rows: ReadonlyMap<EntityId, Row> = new Map([...content.things].map(([id, { row }]) => [id, row]))
	const names = sectionNames(rows)
	return views.map((view) => {
		const found = view.recipients.flatMap((id) => rows.get(id) ?? [])
		const sections = found.map((row) => (row.kind === 'section' ? sectionTitle(row) : sectionOf(row, rows, names)?.name))
		const [section] = sections.filter((name) => name !== undefined)
		const organisations = found.flatMap((row) => (row.kind === 'unit' ? [row.fields.organisation ?? 'unknown'] : []))
		return { ...view, ...(section !== undefined && { section }), organisations }
	})
})

/** What waits for somebody stays among the open ones: a refusal and a conflict are no end. */
function inView(order: OrderView, view: View): boolean {
	switch (view) {
		case 'all':
			return true
		case 'open':
			return isOpenOrder(order) || isOpenConflict(order)
		case 'refused':
			return order.state === 'refused'
		case 'asked':
			return order.state === 'asked'
		case 'over':
			return order.state === 'done' || order.state === 'withdrawn' || order.state === 'ended'
	}
}

export const WITHOUT = 'without'

function isOf(order: PlacedOrder, { section, organisation }: OrderFilter): boolean {
	const here = section === undefined || (order.section ?? WITHOUT) === section
	return here && (organisation === undefined || order.organisations.includes(organisation))
}

export function filtered(orders: readonly PlacedOrder[], filter: OrderFilter): readonly PlacedOrder[] {
	return orders.filter((order) => inView(order, filter.view) && isOf(order, filter))
}

export type Share = { readonly key: string; readonly open: number; readonly overdue: number }

/** How many open orders each has, by name. */
export function sharesOf(orders: readonly PlacedOrder[], keysOf: (order: PlacedOrder) => readonly string[]): readonly Share[] {
	const open = orders.filter(isOpenOrder)
	const keys = [...new Set(orders.flatMap(keysOf))].toSorted(collator.compare)
	return keys.map((key) => {
		const own = open.filter((order) => keysOf(order).includes(key))
		return { key, open: own.length, overdue: own.filter(({ overdue }) => overdue).length }
	})
}

const collator = new Intl.Collator('de', { numeric: true })
