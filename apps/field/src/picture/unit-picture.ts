import type { EntityId } from '@lagebild/model/ids.ts'
import { priorityRank } from '@lagebild/model/priority.ts'
import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** What one connection holds: an operation, or a base that it shows. */
export type Part = { readonly rows: ReadonlyMap<EntityId, Row>; readonly measured: ReadonlyMap<EntityId, MeasuredRow> }

export type Order = RowOf<'task'>

/** What a crew is shown of the picture: its own unit, and what it is to do. */
export type UnitPicture = {
	readonly unit: RowOf<'unit'> | undefined
	readonly position: MeasuredRow | undefined
	readonly section: string | undefined
	/** Open ones first, the urgent before the others; then those that are over, newest first. */
	readonly orders: readonly Order[]
}

export const NOTHING_KNOWN: UnitPicture = { unit: undefined, position: undefined, section: undefined, orders: [] }

export function unitPicture(parts: readonly Part[], id: EntityId): UnitPicture {
	const unit = rowIn(parts, id)
	const own = unit?.kind === 'unit' ? unit : undefined
	return {
		unit: own,
		position: parts.map(({ measured }) => measured.get(id)).find((row) => row?.position !== undefined),
		section: own && sectionOf(parts, own),
		orders: parts.flatMap(({ rows }) => [...rows.values()].filter((row) => isOrderFor(row, id))).toSorted(byUrgency),
	}
}

function rowIn(parts: readonly Part[], id: EntityId): Row | undefined {
	return parts.map(({ rows }) => rows.get(id)).find((row) => row !== undefined)
}

/** The link goes first, then what the unit itself says. */
function sectionOf(parts: readonly Part[], { links, fields }: RowOf<'unit'>): string | undefined {
	for (const { rel, to, inbound } of links ?? []) {
		const row = rel === 'assigned-to' && !inbound ? rowIn(parts, to) : undefined
		if (row?.kind === 'section') return [row.fields.number, row.fields.name].filter((part) => part).join(' ')
	}
	return fields.section ?? undefined
}

/** Drafts are the staff's own affair, and what never held is no order. */
function isOrderFor(row: Row, unit: EntityId): row is Order {
	if (row.kind !== 'task' || row.life === 'retracted' || row.life === 'superseded') return false
	if (row.fields.command?.state === 'draft') return false
	return row.links?.some(({ rel, to, inbound }) => rel === 'assigned-to' && to === unit && !inbound) ?? false
}

/** `withdrawn` beside an execution is a conflict that a person settles; here the order no longer is one to carry out. */
export type OrderState =
	| 'new'
	| 'received'
	| 'accepted'
	| 'on-the-way'
	| 'arrived'
	| 'in-progress'
	| 'done'
	| 'refused'
	| 'withdrawn'
	| 'ended'

export function orderState(order: Order): OrderState {
	const { life, fields } = order
	if (life === 'cancelled' || fields.command?.state === 'withdrawn') return 'withdrawn'
	const answered = answerTo(order)
	return life === 'ended' && !FINISHED.has(answered) ? 'ended' : answered
}

const FINISHED: ReadonlySet<OrderState> = new Set(['done', 'refused'])

/** An answer to an older wording is none to this one. */
function answerTo({ fields: { command, execution } }: Order): OrderState {
	return execution && execution.answers >= (command?.version ?? 1) ? execution.state : 'new'
}

const OVER: ReadonlySet<OrderState> = new Set(['done', 'refused', 'withdrawn', 'ended'])

export function isOver(order: Order): boolean {
	return OVER.has(orderState(order))
}

function byUrgency(a: Order, b: Order): number {
	const over = Number(isOver(a)) - Number(isOver(b))
	if (over !== 0) return over
	const urgent = isOver(a) ? 0 : priorityRank(b.fields.priority) - priorityRank(a.fields.priority)
	return urgent || issuedAt(b) - issuedAt(a) || (a.id < b.id ? -1 : 1)
}

/** When this wording of the order was said. */
export function issuedAt({ at, fieldAt }: Order): Instant {
	return fieldAt?.['command'] ?? at
}

/** When the value of one field was said. */
export function saidAt({ at, fieldAt }: RowOf<'unit'>, field: string): Instant {
	return fieldAt?.[field] ?? at
}
