import type { StatementEvent } from '@lagebild/model/event.ts'
import { EventId } from '@lagebild/model/ids.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'

import { admit, admitRetraction } from './admit.ts'
import type { Saying } from './admit.ts'
import { refusal, settle } from './answer.ts'
import { deskClosed } from './grant.ts'
import type { Speaker } from './guest.ts'
import type { Hub, Said } from './hub.ts'
import type { Effect, Input, Urgency } from './input.ts'

type Submitted = Extract<Input, { type: 'submitted' }>
type Found = Extract<Input, { type: 'found' }>

/** Each event of a request is judged alone: a bad one never spoils its neighbours (I1 of the public interface). */
export function submitted(hub: Hub, input: Submitted, out: Effect[]): void {
	const { request, grant, events, now } = input
	const closed = deskClosed(hub, grant, now)
	if (closed) {
		out.push({ type: 'refuse', request, fault: closed })
		return
	}
	if (events.length === 0) {
		out.push({ type: 'answers', request, answers: [] })
		return
	}
	hub.desk.requests.set(request, { answers: events.map(() => undefined), missing: events.length })
	for (const [place, said] of events.entries()) submitOne(hub, { request, place, said, again: false }, { grant, now, out })
}

/** Judges one event under the grant that its sender has now. */
export function submitOne(hub: Hub, { request, place, said, again }: Said, { grant, now, out }: Saying & { readonly out: Effect[] }): void {
	const read = readSubmission(said)
	if (!read.ok) return settle(hub, request, { place, answer: refusal(idIn(said), read.fault), out })
	const admission = admit(hub, read.value, { grant, now })
	switch (admission.type) {
		case 'refused':
			return settle(hub, request, { place, answer: refusal(read.value.id, admission.fault), out })
		case 'admitted':
			return send(hub, { request, place, event: admission.event, said, grant, again }, out)
		case 'find': {
			const ref = ++hub.refs
			hub.desk.errands.set(ref, { type: 'find', request, place, submission: read.value, grant, received: now, said, again })
			out.push({ type: 'find', ref, event: admission.event })
		}
	}
}

/** So that the sender finds the refused one, if it has a readable id at all. */
export function idIn(said: unknown): string | undefined {
	const id = typeof said === 'object' && said !== null && 'id' in said ? EventId.safeParse(said.id) : undefined
	return id?.success ? id.data : undefined
}

/** The event that a retraction names was looked up. */
export function found(hub: Hub, { ref, entry }: Found, out: Effect[]): void {
	const errand = hub.desk.errands.get(ref)
	if (errand?.type !== 'find') return
	hub.desk.errands.delete(ref)
	const { request, place, submission, grant, received: now, said, again } = errand
	if (submission.op !== 'retract') return
	const admitted = admitRetraction(hub, submission, { entry, saying: { grant, now } })
	if (admitted.ok) send(hub, { request, place, event: admitted.value, said, grant, again }, out)
	else settle(hub, request, { place, answer: refusal(submission.id, admitted.fault), out })
}

type Sending = Said & { readonly event: StatementEvent; readonly grant: Speaker }

function send(hub: Hub, { request, place, event, said, grant, again }: Sending, out: Effect[]): void {
	const { desk } = hub
	const ref = ++hub.refs
	desk.errands.set(ref, { type: 'append', request, place, event, said, grant, again })
	desk.awaited.set(event.id, [...(desk.awaited.get(event.id) ?? []), ref])
	if (event.op === 'upsert') desk.coming.set(event.entity, [...(desk.coming.get(event.entity) ?? []), event.author.credential])
	out.push({
		type: 'append',
		ref,
		body: { type: 'event', event, said },
		credential: event.author.credential,
		urgency: urgencyOf(event, event.author.rank),
		grants: [{ credential: grant.credential, version: grant.version }],
	})
}

/** 5.1: people's urgent kinds first, then people, then feeds, then what is told late on purpose. */
function urgencyOf(event: StatementEvent, rank: Grant['rank']): Urgency {
	if (event.backfill) return 'backfill'
	if (rank !== 'person') return 'feed'
	return laneOf(event.kind) === 'U' ? 'urgent' : 'human'
}
