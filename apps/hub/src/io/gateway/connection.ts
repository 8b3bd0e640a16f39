import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { fail } from '@lagebild/model/result.ts'

import type { Speaker } from '../../core/guest.ts'
import type { RunningOperation } from '../../running.ts'
import { budgetFault, rowsIn } from '../budget.ts'
import { auditAnswers } from '../http/audit.ts'
import { renew } from '../http/auth.ts'
import type { HubContext } from '../http/context.ts'
import { readsOnly } from '../http/route.ts'
import { refusal, submit } from '../submission.ts'
import { takeAcks } from './acks.ts'
import { problemOf } from './messages.ts'
import type { HubSocket, Outlets } from './outlets.ts'

export type Connection = { readonly context: HubContext; readonly running: RunningOperation; readonly outlets: Outlets }

/** Calls of one connection that wait for an answer; a client with more should send larger ones. */
const MOST_CALLS = 16

/** Turns what a client says into inputs of the core. */
export function connect(socket: HubSocket, { context, running, outlets }: Connection): void {
	const { now, operations } = context
	const { runner } = running
	const viewer = socket.id
	const grant = (): Grant => {
		const present = renew(socket.data.principal, context.access) ?? socket.data.principal.grant
		return operations.readerGrant(present, running) ?? present
	}
	outlets.add(viewer, socket)
	socket.on('open', (message: unknown) => {
		const here = grant()
		runner.tell({ type: 'opened', viewer, grant: here, message, now: now() })
		if (socket.connected) attend(socket, { context, running }, { grant: here, message })
	})
	socket.on('scope', (message: unknown) => {
		runner.tell({ type: 'scope', viewer, message, now: now() })
	})
	const acked = (message: unknown): void => {
		runner.tell({ type: 'acked', viewer, message, now: now() })
	}
	socket.on('ack', acked)
	if (outlets.direct) takeAcks(socket, (frame) => acked({ frame }))
	socket.on('resync', (message: unknown) => {
		runner.tell({ type: 'resync', viewer, message, now: now() })
	})
	socket.on('clock', (reply: unknown) => {
		if (typeof reply === 'function') Reflect.apply(reply, undefined, [now()])
	})
	socket.on('disconnect', () => {
		outlets.remove(viewer)
		context.presence.leave(viewer)
		runner.tell({ type: 'left', viewer })
	})
	connectCalls(socket, { context, running })
}

/** N9: people and devices are seen by name; a key is nobody. */
function attend(
	{ id, data: { principal } }: HubSocket,
	{ context: { presence }, running }: Pick<Connection, 'context' | 'running'>,
	{ grant, message }: { readonly grant: Grant; readonly message: unknown },
): void {
	const operation = running.operation.id
	const { credential, name, role } = grant
	const via = principal.via === 'device' ? 'device' : 'person'
	if (principal.via !== 'key') presence.join(id, { operation, credential, via, name, role })
	if (grant.clearance !== 'open' && asksWho(message)) presence.follow(id, operation)
}

function asksWho(message: unknown): boolean {
	return typeof message === 'object' && message !== null && 'presence' in message && message.presence === true
}

/** Who speaks is asked at every word: a key that was revoked says nothing more, however long its connection lasts. */
function connectCalls(socket: HubSocket, { context, running }: Pick<Connection, 'context' | 'running'>): void {
	let calls = 0
	const call = async (work: (grant: Speaker, refused: Fault | undefined) => Promise<unknown>, reply: unknown): Promise<void> => {
		const { principal } = socket.data
		const renewed = renew(principal, context.access)
		const speaker = renewed && context.operations.speakerGrant(renewed, running)
		const grant = speaker ?? renewed ?? principal.grant
		const refused = renewed ? refusalFor(speaker, calls) : fault('unauthenticated')
		calls++
		const told = await work(grant, refused).finally(() => calls--)
		if (typeof reply === 'function') Reflect.apply(reply, undefined, [told])
	}
	const { access } = context
	socket.on('submit', (events: unknown, reply: unknown) => {
		const items = Array.isArray(events) ? events.length : 1
		void call(async (grant, no) => {
			const refused = no ?? overBudget(access, grant, { items, message: events })
			const answers = await submitted(running, grant, { events, refused })
			auditAnswers(context, { grant, address: socket.data.address, route: 'socket submit' }, answers)
			return answers
		}, reply)
	})
	socket.on('measure', (message: unknown, reply: unknown) => {
		void call(async (grant, no) => {
			const refused =
				no ?? (grant.guest && readsOnly()) ?? problemOf(message) ?? overBudget(access, grant, { items: rowsIn(message), message })
			return refused ?? running.measure(grant, message)
		}, reply)
	})
}

/** What is nested too deep to be written down is larger than any budget. */
function bytesOf(message: unknown): number {
	try {
		return Buffer.byteLength(JSON.stringify(message ?? null))
	} catch {
		return Infinity
	}
}

type Sent = { readonly items: number; readonly message: unknown }

/** As over HTTP. The text is measured only where a key's budget speaks of bytes. */
function overBudget(access: HubContext['access'], { credential }: Grant, { items, message }: Sent): Fault | undefined {
	const { bytes } = access.budgetOf(credential)
	if (bytes !== undefined && bytesOf(message) > bytes) {
		return fault('too-large', `the message is larger than ${bytes} bytes`)
	}
	const refused = budgetFault(access, credential, items)
	return refused && fault(refused.fault, refused.message)
}

function refusalFor(speaker: Speaker | undefined, calls: number): Fault | undefined {
	if (!speaker) return readsOnly()
	return calls >= MOST_CALLS ? fault('too-many-requests') : undefined
}

/** One answer per event, in their order; what is no list at all has one. */
async function submitted(
	running: RunningOperation,
	grant: Speaker,
	{ events, refused }: { readonly events: unknown; readonly refused: Fault | undefined },
): Promise<readonly Answer[]> {
	if (!Array.isArray(events)) return [fault('bad-message', 'events come as an array')]
	const items: readonly unknown[] = events
	const answers = refused ? fail(refused) : await submit(running, grant, { items, problemAt: (index) => problemOf(items[index]) })
	return answers.ok ? answers.value : items.map((item) => refusal(item, answers.fault))
}
