import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { effectOf } from '@lagebild/picture/effect.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { closedFault } from './grant.ts'
import type { Errand, Hub } from './hub.ts'
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
	for (const { request, ...counts } of errand.requests) out.push({ type: 'measured', request, answer: { ...counts, seq } })
}

export function failed(hub: Hub, { ref, fault }: Extract<Input, { type: 'failed' }>, out: Effect[]): void {
	const errand = hub.desk.errands.get(ref)
	if (errand?.type === 'append') finish(hub, ref, { errand, answer: refusal(errand.event.id, placed(hub, fault)), out })
	hub.desk.errands.delete(ref)
	if (errand?.type === 'thinned') thinnedFailed(hub, errand)
	if (errand?.type !== 'batch') return
	for (const { request } of errand.requests) out.push({ type: 'measured', request, answer: placed(hub, fault) })
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
	const { desk } = hub
	desk.errands.delete(ref)
	const others = desk.awaited.get(errand.event.id)?.filter((other) => other !== ref) ?? []
	if (others.length > 0) desk.awaited.set(errand.event.id, others)
	else desk.awaited.delete(errand.event.id)
	if (errand.event.op === 'upsert') uncome(hub, errand.event.entity, errand.event.author.credential)
	settle(hub, errand.request, { place: errand.place, answer, out })
}

function uncome(hub: Hub, entity: EntityId, credential: string): void {
	const all = hub.desk.coming.get(entity)
	const at = all?.indexOf(credential) ?? -1
	if (!all || at < 0) return
	if (all.length === 1) hub.desk.coming.delete(entity)
	else hub.desk.coming.set(entity, all.toSpliced(at, 1))
}
