import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { effectOf } from '@lagebild/picture/effect.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { closedFault } from './grant.ts'
import type { Desk, Errand, Hub } from './hub.ts'
import type { Effect, Input, Ref, RequestId } from './input.ts'
import { thinnedFailed } from './thin.ts'

type AppendErrand = Extract<Errand, { type: 'append' }>

/** Puts one answer in its place; the request is answered when none is missing. */
export function settle(
	hub: Hub,
	request: RequestId,
	{ place, answer, out }: { readonly place: number; readonly answer: Answer; readonly out: Effect[] },
): void {
	const open = hub.desk.requests.get(request)
	if (!open || open.answers[place]) return
	open.answers[place] = answer
	open.missing--
	if (open.missing > 0) return
	hub.desk.requests.delete(request)
	out.push({ type: 'answers', request, answers: open.answers.filter((one) => one !== undefined) })
}

export function refusal(id: string | undefined, fault: Fault): Answer {
	return id === undefined ? fault : { id, ...fault }
}

/** I5: the answer says what the statement did, as the fold decided it at its place. Told only when it is durable and applied. */
export function noticeApplied(hub: Hub, entry: Entry, out: Effect[]): void {
	if (entry.body.type !== 'event' || !isStatement(entry.body.event)) return
	const { event } = entry.body
	for (const ref of hub.desk.awaited.get(event.id) ?? []) {
		const errand = hub.desk.errands.get(ref)
		if (errand?.type !== 'append' || errand.event.author.credential !== event.author.credential) continue
		errand.outcome = accepted(hub, event, entry)
		if (errand.seq !== undefined) finish(hub, ref, { errand, answer: errand.outcome, out })
	}
}

type Place = { readonly seq: Seq; readonly number?: number }

function accepted(hub: Hub, event: StatementEvent, { seq, number }: Place): Answer {
	return { id: event.id, seq, ...effectOf(hub.picture, event), ...(number !== undefined && { number }) }
}

export function stored(hub: Hub, { ref, seq, known, ...place }: Extract<Input, { type: 'stored' }>, out: Effect[]): void {
	const errand = hub.desk.errands.get(ref)
	if (errand?.type === 'append') {
		errand.seq = seq
		if (known && seq <= headOf(hub.picture)) errand.outcome ??= accepted(hub, errand.event, { seq, ...place })
		if (errand.outcome) finish(hub, ref, { errand, answer: errand.outcome, out })
		return
	}
	hub.desk.errands.delete(ref)
	if (errand?.type !== 'batch') return
	for (const { request, stored: count, unchanged, refused } of errand.requests)
		out.push({ type: 'measured', request, answer: { stored: count, unchanged, refused, seq } })
}

export function failed(hub: Hub, { ref, fault }: Extract<Input, { type: 'failed' }>, out: Effect[]): void {
	const errand = hub.desk.errands.get(ref)
	if (!errand || (fault.fault === 'grant-changed' && askAgain(hub, ref, { errand, out }))) return
	hub.desk.errands.delete(ref)
	switch (errand.type) {
		case 'append':
			return finish(hub, ref, { errand, answer: refusal(errand.event.id, placed(hub, fault)), out })
		case 'thinned':
			return thinnedFailed(hub, errand)
		case 'batch':
			for (const { request } of errand.requests) out.push({ type: 'measured', request, answer: placed(hub, fault) })
			return
		case 'find':
		case 'ask':
	}
}

/** A33: what a credential may do was changed on the way: it is asked, and what it said admitted once more under that. */
function askAgain(hub: Hub, ref: Ref, { errand, out }: { readonly errand: Errand; readonly out: Effect[] }): boolean {
	if (errand.type === 'append' && !errand.again) {
		const { request, place, said, grant } = errand
		release(hub, ref, errand)
		ask(hub, { type: 'ask', grant, event: { request, place, said, again: true } }, out)
		return true
	}
	if (errand.type !== 'batch') return false
	hub.desk.errands.delete(ref)
	for (const measured of errand.requests) ask(hub, { type: 'ask', grant: measured.grant, measured }, out)
	return true
}

function ask(hub: Hub, errand: Extract<Errand, { type: 'ask' }>, out: Effect[]): void {
	const ref = ++hub.refs
	hub.desk.errands.set(ref, errand)
	out.push({ type: 'grant', ref, credential: errand.grant.credential })
}

/** The journal does not know where in an event the id stands, nor who may open an operation again. */
function placed(hub: Hub, fault: Fault): Fault {
	switch (fault.fault) {
		case 'id-reused':
			return { ...fault, path: 'id' }
		case 'diary-entry':
			return { ...fault, path: 'entity' }
		case 'operation-closed':
			return closedFault(hub) ?? fault
		default:
			return fault
	}
}

type Finish = { readonly errand: AppendErrand; readonly answer: Answer; readonly out: Effect[] }

function finish(hub: Hub, ref: Ref, { errand, answer, out }: Finish): void {
	release(hub, ref, errand)
	settle(hub, errand.request, { place: errand.place, answer, out })
}

function release({ desk }: Hub, ref: Ref, { event }: AppendErrand): void {
	desk.errands.delete(ref)
	const others = desk.awaited.get(event.id)?.filter((other) => other !== ref) ?? []
	if (others.length > 0) desk.awaited.set(event.id, others)
	else desk.awaited.delete(event.id)
	if (event.op === 'upsert') uncome(desk, event.entity, event.author.credential)
}

function uncome({ coming }: Desk, entity: EntityId, credential: string): void {
	const all = coming.get(entity)
	const at = all?.indexOf(credential) ?? -1
	if (!all || at < 0) return
	if (all.length === 1) coming.delete(entity)
	else coming.set(entity, all.toSpliced(at, 1))
}
