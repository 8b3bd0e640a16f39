import { Regranted } from '@lagebild/model/access/event.ts'
import type { SystemEvent } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { refusal, settle } from './answer.ts'
import { deskClosed } from './grant.ts'
import type { Speaker } from './guest.ts'
import type { Errand, Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { measureAs } from './measure.ts'
import { giveGrant } from './session.ts'
import { idIn, submitOne } from './submit.ts'

type Granted = Extract<Input, { type: 'granted' }>
type Moment = { readonly now: Instant; readonly out: Effect[] }

export function regranting(hub: Hub, { credential, version, grant }: Extract<Input, { type: 'regranting' }>): void {
	if (version === undefined) hub.regrants.announced.delete(credential)
	else hub.regrants.announced.set(credential, { version, grant })
}

/**
 * A33: from this entry on. What the version means was announced before it was written; a hub that was not told (another one wrote the
 * entry) does not guess, and sends the credential's viewers away to come again.
 */
export function noticeRegranted(hub: Hub, { details }: SystemEvent, moment: Moment): void {
	const read = Regranted.safeParse(details)
	if (!read.success) return
	const { credential, version, ended = false } = read.data
	const { told, announced } = hub.regrants
	told.set(credential, { version, ended })
	const known = announced.get(credential)
	const older = hub.viewers.values().filter(({ grant }) => grant.credential === credential && (grant.version < version || ended))
	giveGrant(hub, { viewers: [...older], grant: known && known.version >= version ? known.grant : undefined }, moment)
	if (known && known.version <= version) announced.delete(credential)
}

/** The grant that was asked for after a refusal: admission decides anew, once. */
export function granted(hub: Hub, { ref, grant, now }: Granted, out: Effect[]): void {
	const errand = hub.desk.errands.get(ref)
	if (errand?.type !== 'ask') return
	hub.desk.errands.delete(ref)
	const present = grant === 'same' ? errand.grant : grant
	if ('event' in errand) sayAgain(hub, errand.event, { grant: present, now, out })
	else measureAgain(hub, errand.measured, { grant: present, now, out })
}

type Asked<T extends 'event' | 'measured'> = Extract<Errand, { readonly type: 'ask' } & { readonly [K in T]: unknown }>[T]
type Present = Moment & { readonly grant: Speaker | undefined }

function sayAgain(hub: Hub, said: Asked<'event'>, { grant, now, out }: Present): void {
	const closed = grant ? deskClosed(hub, grant, now) : fault('unauthenticated')
	if (grant && !closed) return submitOne(hub, said, { grant, now, out })
	settle(hub, said.request, { place: said.place, answer: refusal(idIn(said.said), closed ?? fault('unauthenticated')), out })
}

/** A batch is refused as a whole: whose own grant is as it was is not the one that was meant, and is not counted. */
function measureAgain(hub: Hub, said: Asked<'measured'>, { grant, now, out }: Present): void {
	const { request, message, again } = said
	const changed = grant?.version !== said.grant.version
	if (!grant) out.push({ type: 'measured', request, answer: fault('unauthenticated') })
	else if (changed && again) out.push({ type: 'measured', request, answer: fault('grant-changed') })
	else measureAs(hub, { request, message, again: again || changed }, { grant, now, out })
}
