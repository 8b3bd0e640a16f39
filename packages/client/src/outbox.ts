import { fault } from '@lagebild/model/fault.ts'
import type { KindLane } from '@lagebild/model/kinds/kind.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'

import type { Content } from './content.ts'
import { lowestSeq } from './content.ts'

/**
 * - `waiting`: not with the hub, as far as we know.
 * - `sent`: on its way; without an answer it is sent again with the same ids, which doubles nothing.
 */
export type Parcel = {
	readonly events: readonly unknown[]
	readonly resolve: (answers: readonly Answer[]) => void
	state: 'waiting' | 'sent'
}

/** Submissions of this client that its picture does not show yet. In memory: a page that goes takes them along. */
export type Outbox = {
	readonly parcels: Set<Parcel>
	/** Accepted events by id, until the picture has reached their seq in the lane where their row travels. */
	readonly accepted: Map<string, { readonly seq: number; readonly lane: KindLane | undefined }>
}

/** C2: `confirmed` is what is in the picture, and then it is no longer here. */
export type Pending = { readonly id: string | undefined; readonly state: 'waiting' | 'sent' | 'accepted' }

const MOST_PARCELS = 1_000

export function createOutbox(): Outbox {
	return { parcels: new Set(), accepted: new Map() }
}

/** Resolves with one answer per event when the hub has answered, however often the connection is lost before. */
export function enqueue(outbox: Outbox, events: readonly unknown[]): Promise<readonly Answer[]> {
	if (outbox.parcels.size >= MOST_PARCELS) {
		return Promise.resolve(events.map(() => fault('too-many-requests', 'too many submissions wait for a connection')))
	}
	return new Promise((resolve) => {
		outbox.parcels.add({ events, resolve, state: 'waiting' })
	})
}

/** Those to send now. After a new connection all that were not answered are `waiting` again. */
export function takeWaiting(outbox: Outbox): readonly Parcel[] {
	const waiting = [...outbox.parcels].filter(({ state }) => state === 'waiting')
	for (const parcel of waiting) parcel.state = 'sent'
	return waiting
}

export function sendAgain(outbox: Outbox): void {
	for (const parcel of outbox.parcels) parcel.state = 'waiting'
}

/** A hub that was not ready has decided nothing, or cannot say what became of some of it: all is sent again, and what it has stands there once. */
export function takeAnswers(outbox: Outbox, parcel: Parcel, answers: readonly Answer[]): void {
	if (!outbox.parcels.has(parcel)) return
	if (answers.some((answer) => isRefused(answer) && answer.fault === 'not-ready')) {
		parcel.state = 'waiting'
		return
	}
	outbox.parcels.delete(parcel)
	for (const [i, answer] of answers.entries()) {
		if (!isRefused(answer)) outbox.accepted.set(answer.id, { seq: answer.seq, lane: laneIn(parcel.events[i]) })
	}
	parcel.resolve(answers)
}

/** Accepted events leave when their lane has reached their seq; one of an unknown kind when all lanes have. */
export function confirm(outbox: Outbox, content: Content): void {
	for (const [id, { seq, lane }] of outbox.accepted) {
		const reached = lane ? content.lanes[lane].seq : lowestSeq(content)
		if (seq <= reached) outbox.accepted.delete(id)
	}
}

/** The journal is another: what it accepted has another place there, or none. */
export function forgetPlaces(outbox: Outbox): void {
	outbox.accepted.clear()
}

function laneIn(event: unknown): KindLane | undefined {
	const said = typeof event === 'object' && event !== null && 'kind' in event ? event.kind : undefined
	const kind = KINDS.find((name) => name === said)
	return kind && laneOf(kind)
}

export function pendingOf({ parcels, accepted }: Outbox): readonly Pending[] {
	const waiting = [...parcels].flatMap(({ events, state }) => events.map((event) => ({ id: idOf(event), state })))
	return [...waiting, ...accepted.keys().map((id) => ({ id, state: 'accepted' as const }))]
}

function idOf(event: unknown): string | undefined {
	return typeof event === 'object' && event !== null && 'id' in event && typeof event.id === 'string' ? event.id : undefined
}

/** The end: nobody will send them any more. */
export function closeOutbox(outbox: Outbox): void {
	for (const { events, resolve } of outbox.parcels)
		resolve(events.map(() => fault('not-ready', 'the connection was closed before the hub answered')))
	outbox.parcels.clear()
}
