import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { Fms } from '@lagebild/model/fms.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { issuedAt, orderState } from '../picture/unit-picture.ts'
import type { Order, OrderState } from '../picture/unit-picture.ts'
import { patching } from '../say/saying.ts'
import type { Saying } from '../say/saying.ts'
import { isOpen, isWaiting, newestSaid } from '../status/standing.ts'

/** How an order stands for the crew: as the picture has it and as this device has said since. */
export type Standing = {
	readonly state: OrderState
	/** The crew's newest word has not reached the hub. */
	readonly waits: boolean
	/** Taken back while it was being carried out, and the crew has not said that it knows. */
	readonly withdrawnUnder: boolean
}

type Execution = NonNullable<Order['fields']['execution']>

export function versionOf({ fields }: Order): number {
	return fields.command?.version ?? 1
}

export function standingOf(order: Order, said: readonly Shown[]): Standing {
	const own = newestSaid(said, order.id, 'execution')
	const seen = own && isOpen(own.item) && isExecution(own.value) ? withExecution(order, own.value) : order
	return { state: orderState(seen), waits: own !== undefined && isWaiting(own.item), withdrawnUnder: isWithdrawnUnder(seen) }
}

function isExecution(value: unknown): value is Execution {
	return typeof value === 'object' && value !== null && 'answers' in value && 'state' in value
}

function withExecution(order: Order, execution: Execution): Order {
	return { ...order, fields: { ...order.fields, execution } }
}

const UNDER_WAY: ReadonlySet<Execution['state']> = new Set(['accepted', 'on-the-way', 'arrived', 'in-progress', 'done'])

/** `received` is the crew's word that it knows; done stays done, and then the word is the remark that came with it. */
function isWithdrawnUnder(order: Order): boolean {
	const { command, execution } = order.fields
	if (orderState(order) !== 'withdrawn' || !command || !execution || execution.answers < command.version) return false
	if (!UNDER_WAY.has(execution.state)) return false
	return execution.state !== 'done' || execution.reason === undefined || (order.fieldAt?.['execution'] ?? order.at) < issuedAt(order)
}

function stating(order: Order, state: Execution['state'], reason?: string): Saying {
	const text = reason?.trim()
	return patching('task', order.id, { execution: { answers: versionOf(order), state, ...(text && { reason: text }) } })
}

/** What one press says. */
export type Step = 'read' | 'accept' | 'depart' | 'arrive' | 'done' | 'refuse' | 'know'

/** The step that comes next, and those beside it. */
export function stepsOf({ state, withdrawnUnder }: Standing): readonly Step[] {
	if (withdrawnUnder) return ['know']
	switch (state) {
		case 'new':
			return ['depart', 'accept', 'refuse', 'read']
		case 'received':
			return ['depart', 'accept', 'refuse']
		case 'accepted':
			return ['depart', 'refuse']
		case 'on-the-way':
			return ['arrive', 'refuse']
		case 'arrived':
		case 'in-progress':
			return ['done', 'refuse']
		default:
			return []
	}
}

type About = { readonly order: Order; readonly unit: EntityId; readonly reason?: string }

const SAYS: Readonly<Record<Exclude<Step, 'depart' | 'know'>, Execution['state']>> = {
	read: 'received',
	accept: 'accepted',
	arrive: 'arrived',
	done: 'done',
	refuse: 'refused',
}
/** The status of the unit goes along. */
const STATUS: Partial<Record<Step, Fms>> = { depart: 3, arrive: 4 }

export function sayingsOf(
	step: Step,
	{ order, unit, reason }: About,
): { readonly order: readonly Saying[]; readonly unit: readonly Saying[] } {
	const fms = STATUS[step]
	return { order: orderSayings(step, order, reason), unit: fms === undefined ? [] : [patching('unit', unit, { fms })] }
}

/** Whoever departs has accepted, and says so first. What was done stays done also when it was taken back. */
function orderSayings(step: Step, order: Order, reason: string | undefined): readonly Saying[] {
	if (step === 'depart') return [...(isAccepted(order) ? [] : [stating(order, 'accepted')]), stating(order, 'on-the-way')]
	if (step === 'know') return [stating(order, order.fields.execution?.state === 'done' ? 'done' : 'received', reason)]
	return [stating(order, SAYS[step], reason)]
}

function isAccepted(order: Order): boolean {
	const { execution } = order.fields
	return execution !== undefined && execution !== null && execution.answers >= versionOf(order) && execution.state !== 'received'
}
