import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { reaches } from '@lagebild/picture/visible.ts'

import type { RunningOperation } from '../../running.ts'
import type { HubContext } from '../http/context.ts'
import { problemOf, readEvents } from './messages.ts'
import type { HubSocket, Outlets } from './outlets.ts'

export type Connection = { readonly context: HubContext; readonly running: RunningOperation; readonly outlets: Outlets }

/** Calls of one connection that wait for an answer; a client with more should send larger ones. */
const MOST_CALLS = 16

/** Turns what a client says into inputs of the core. */
export function connect(socket: HubSocket, { context, running, outlets }: Connection): void {
	const { now, operations } = context
	const { runner } = running
	const viewer = socket.id
	const grant = (): Grant => operations.readerGrant(socket.data.principal.grant, running) ?? socket.data.principal.grant
	outlets.add(viewer, socket)
	socket.on('open', (message: unknown) => {
		runner.tell({ type: 'opened', viewer, grant: grant(), message, now: now() })
	})
	socket.on('scope', (message: unknown) => {
		runner.tell({ type: 'scope', viewer, message, now: now() })
	})
	socket.on('ack', (message: unknown) => {
		runner.tell({ type: 'acked', viewer, message, now: now() })
	})
	socket.on('resync', (message: unknown) => {
		runner.tell({ type: 'resync', viewer, message, now: now() })
	})
	socket.on('clock', (reply: unknown) => {
		answer(reply, now())
	})
	socket.on('disconnect', () => {
		outlets.remove(viewer)
		runner.tell({ type: 'left', viewer })
	})
	connectCalls(socket, running)
}

function connectCalls(socket: HubSocket, running: RunningOperation): void {
	let calls = 0
	const call = async (reply: unknown, work: (grant: Grant) => Promise<unknown>, refuse: (reason: Fault) => unknown): Promise<void> => {
		const { grant } = socket.data.principal
		const refused = refusalFor(grant, running, calls)
		if (refused) {
			answer(reply, refuse(refused))
			return
		}
		calls++
		answer(reply, await work(grant))
		calls--
	}
	socket.on('submit', (events: unknown, reply: unknown) => {
		void call(
			reply,
			(grant) => submit(running, grant, events),
			(reason) => [reason],
		)
	})
	socket.on('measure', (message: unknown, reply: unknown) => {
		void call(
			reply,
			async (grant) => problemOf(message) ?? (await running.measure(grant, message)),
			(reason) => reason,
		)
	})
}

function refusalFor(grant: Grant, running: RunningOperation, calls: number): Fault | undefined {
	if (!reaches(grant, running.operation.id)) return fault('not-allowed', 'this credential reads this base and does not write in it')
	return calls >= MOST_CALLS ? fault('too-many-requests') : undefined
}

/** One answer per event, in their order; a list that cannot be taken at all has one answer. */
async function submit(running: RunningOperation, grant: Grant, value: unknown): Promise<readonly unknown[]> {
	const events = readEvents(value)
	if (!events.ok) return [events.fault]
	const problems = events.value.map((event) => problemOf(event))
	const sound = events.value.filter((_, index) => !problems[index])
	const submitted = sound.length === 0 ? undefined : await running.submit(grant, sound)
	if (submitted && !submitted.ok) return events.value.map(() => submitted.fault)
	const answers = (submitted?.value ?? []).values()
	return problems.map((problem) => problem ?? answers.next().value ?? fault('internal'))
}

function answer(reply: unknown, value: unknown): void {
	if (typeof reply === 'function') Reflect.apply(reply, undefined, [value])
}
