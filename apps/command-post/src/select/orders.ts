import type { EntityId } from '@lagebild/model/ids.ts'
import { priorityRank } from '@lagebild/model/priority.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Content, Thing } from '../state/facts.ts'
import { memoLast } from './memo.ts'

export type OrderRow = RowOf<'task'>
type Execution = NonNullable<OrderRow['fields']['execution']>

/** How an order stands: as the tablet of the unit says it, with the same words. `asked`: a request that nobody has granted or refused. */
export type OrderState = 'draft' | 'asked' | 'new' | Execution['state'] | 'withdrawn' | 'ended'

/** Where it stands in the list. */
export const GROUPS = ['overdue', 'unanswered', 'accepted', 'moving', 'working', 'refused', 'asked', 'done', 'withdrawn', 'draft'] as const
export type OrderGroup = (typeof GROUPS)[number]

/**
 * Both registers say what does not go together. `withdrawn`: taken back while it was carried out or done. `older`: the answer is one to an older
 * wording than the one that holds.
 */
export type OrderConflict = {
	readonly type: 'withdrawn' | 'older'
	readonly staffKnows: boolean
	readonly unitKnows: boolean
}

export type OrderView = {
	readonly row: OrderRow
	readonly state: OrderState
	readonly group: OrderGroup
	/** Since when it stands so. */
	readonly since: number
	readonly due: number | undefined
	readonly overdue: boolean
	/** Units and sections that are to carry it out. */
	readonly recipients: readonly EntityId[]
	readonly conflict: OrderConflict | undefined
}

export type Orders = {
	readonly views: readonly OrderView[]
	/** Orders that are neither done nor refused nor withdrawn. Requests count apart. */
	readonly open: number
	readonly overdue: number
	readonly unanswered: number
	readonly refused: number
	/** Conflicts that one side at least has not acknowledged. */
	readonly conflicts: number
	readonly asked: number
}

export function versionOf({ fields }: OrderRow): number {
	return fields.command?.version ?? 1
}

export function saidAt({ at, fieldAt }: Row, field: string): number {
	return fieldAt?.[field] ?? at
}

export function orderState(row: OrderRow): OrderState {
	const commanded = row.fields.command?.state
	if (row.life === 'cancelled' || commanded === 'withdrawn') return 'withdrawn'
	return commanded === 'draft' ? 'draft' : executedState(row)
}

function executedState(row: OrderRow): OrderState {
	const { life, fields } = row
	const answered = answerTo(row)
	if (life === 'ended' && answered !== 'done' && answered !== 'refused') return 'ended'
	return answered === 'new' && fields.type === 'request' && !fields.command ? 'asked' : answered
}

/** An answer to an older wording is none to this one. */
function answerTo(row: OrderRow): 'new' | Execution['state'] {
	const { execution } = row.fields
	return execution && execution.answers >= versionOf(row) ? execution.state : 'new'
}

const GROUP_OF: Readonly<Record<OrderState, OrderGroup>> = {
	draft: 'draft',
	asked: 'asked',
	new: 'unanswered',
	received: 'unanswered',
	accepted: 'accepted',
	'on-the-way': 'moving',
	arrived: 'working',
	'in-progress': 'working',
	done: 'done',
	refused: 'refused',
	withdrawn: 'withdrawn',
	ended: 'done',
}

const OPEN: ReadonlySet<OrderState> = new Set(['new', 'received', 'accepted', 'on-the-way', 'arrived', 'in-progress'])

export function isOpenOrder({ state }: Pick<OrderView, 'state'>): boolean {
	return OPEN.has(state)
}

const UNDER_WAY: ReadonlySet<Execution['state']> = new Set(['accepted', 'on-the-way', 'arrived', 'in-progress', 'done'])

function conflictOf(row: OrderRow, state: OrderState): OrderConflict | undefined {
	const { execution, noted } = row.fields
	if (!execution) return undefined
	const staffKnows = noted?.answers === execution.answers && noted.state === execution.state
	if (state === 'withdrawn') return withdrawnConflict(row, execution, staffKnows)
	const isOlder = OPEN.has(state) && execution.answers < versionOf(row) && UNDER_WAY.has(execution.state)
	return isOlder ? { type: 'older', staffKnows, unitKnows: false } : undefined
}

/** The unit says that it knows by a remark on what it has done, or by `received`, and then nothing is in conflict any more. */
function withdrawnConflict(row: OrderRow, execution: Execution, staffKnows: boolean): OrderConflict | undefined {
	if (execution.answers < versionOf(row) || !UNDER_WAY.has(execution.state)) return undefined
	const later = saidAt(row, 'execution') >= saidAt(row, 'command')
	return { type: 'withdrawn', staffKnows, unitKnows: execution.state === 'done' && execution.reason !== undefined && later }
}

export function isOpenConflict({ conflict }: Pick<OrderView, 'conflict'>): boolean {
	return conflict !== undefined && !(conflict.staffKnows && (conflict.unitKnows || conflict.type === 'older'))
}

/** When it came to stand as it stands. */
function sinceOf(row: OrderRow, state: OrderState): number {
	if (state === 'withdrawn') return row.life === 'cancelled' ? (row.lifeAt ?? row.at) : saidAt(row, 'command')
	if (state === 'ended') return row.lifeAt ?? row.at
	return state === 'new' || state === 'draft' || state === 'asked'
		? saidAt(row, row.fields.command ? 'command' : 'order')
		: saidAt(row, 'execution')
}

function recipientsOf({ links }: OrderRow): readonly EntityId[] {
	return (links ?? []).flatMap(({ rel, to, inbound }) => {
		return rel === 'assigned-to' && !inbound && (to.startsWith('unit:') || to.startsWith('section:')) ? [to] : []
	})
}

export function orderView(row: OrderRow, now: number): OrderView {
	const state = orderState(row)
	const due = row.fields.due ? readIso(row.fields.due) : undefined
	const overdue = OPEN.has(state) && due !== undefined && due < now
	return {
		row,
		state,
		group: overdue ? 'overdue' : GROUP_OF[state],
		since: sinceOf(row, state),
		due,
		overdue,
		recipients: recipientsOf(row),
		conflict: conflictOf(row, state),
	}
}

function isTask(thing: Thing): thing is Thing & { readonly row: OrderRow } {
	return thing.row.kind === 'task' && thing.row.life !== 'retracted' && thing.row.life !== 'superseded'
}

/** What is due first, then the urgent, then the newest. Of what is over the newest first. */
function byUrgency(a: OrderView, b: OrderView): number {
	const pressing = isOpenOrder(a) && isOpenOrder(b) ? byDue(a, b) : 0
	return pressing || b.since - a.since || (a.row.id < b.row.id ? -1 : 1)
}

function byDue(a: OrderView, b: OrderView): number {
	const [first, second] = [a.due ?? Number.MAX_VALUE, b.due ?? Number.MAX_VALUE]
	return first - second || priorityRank(b.row.fields.priority) - priorityRank(a.row.fields.priority)
}

const STEP_MS = 10_000

/** `step` is the clock in steps of ten seconds. */
export const ordersOf = memoLast((content: Content, step: number): Orders => {
	const views = [...content.things.values()]
		.filter(isTask)
		.map(({ row }) => orderView(row, step * STEP_MS))
		.toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || byUrgency(a, b))
	const count = (which: (view: OrderView) => boolean) => views.filter(which).length
	return {
		views,
		open: count(isOpenOrder),
		overdue: count(({ overdue }) => overdue),
		unanswered: count(({ state }) => state === 'new' || state === 'received'),
		refused: count(({ state }) => state === 'refused'),
		conflicts: count(isOpenConflict),
		asked: count(({ state }) => state === 'asked'),
	}
})

/** One more than the highest number that is written as a figure. */
export function nextNumber(views: readonly OrderView[]): number {
	const numbers = views.flatMap(({ row }) => (/^\d{1,6}$/.test(row.fields.number ?? '') ? [Number(row.fields.number)] : []))
	return Math.max(0, ...numbers) + 1
}

/** What a unit or section is to do now, the most pressing first. */
export function openOrdersOf({ views }: Orders, id: EntityId): readonly OrderView[] {
	return views.filter((view) => isOpenOrder(view) && view.recipients.includes(id))
}

const SCHEME = ['order', 'situation', 'means', 'target', 'route', 'safety', 'supply', 'communication', 'priority', 'due'] as const

/** What the wording that holds says otherwise than the one before: it was said at the same moment. */
export function changedFields(row: OrderRow): readonly (typeof SCHEME)[number][] {
	if (versionOf(row) < 2 || row.fields.command?.state !== 'issued') return []
	const at = saidAt(row, 'command')
	return SCHEME.filter((field) => row.fields[field] !== undefined && saidAt(row, field) === at)
}
