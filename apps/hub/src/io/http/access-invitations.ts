import type { Invitation } from '@lagebild/access/port.ts'
import { InvitationAcceptance, InvitationLook, InvitationPasskey, NewInvitation } from '@lagebild/model/access/http.ts'
import type { InvitationView } from '@lagebild/model/access/http.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { givingFault, within } from '../../core/giving.ts'
import { withDuty } from './access-duty.ts'
import { operationsFault, rightsFor } from './access-rights.ts'
import { noPasskeysHere } from './access-sign-in.ts'
import { auditCode } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { CHALLENGE_MS, creationOptions, newPasskey, siteOf } from './passkeys.ts'
import type { Purpose } from './passkeys.ts'
import { publicPost, readShaped } from './public-post.ts'
import type { Stranger } from './public-post.ts'
import { parameter, sendResult } from './route.ts'
import type { Call } from './route.ts'
import { beginSession } from './started-session.ts'

const HOUR_MS = 3_600_000

export function listInvitations(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', ({ grant, response }) => {
		const known = context.access.invitations().filter((one) => within(grant, one))
		response.json(known.toReversed().map((one) => viewOf(context, one)))
	})
}

export function createInvitation(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', async (call) => {
		const wanted = await readShaped(call, NewInvitation)
		sendResult(call.response, wanted.ok ? await context.access.write(() => invited(context, call, wanted.value)) : wanted, 201)
	})
}

function invited(context: HubContext, { grant }: Call, wanted: z.infer<typeof NewInvitation>): Result<unknown> {
	const rights = rightsFor(grant, wanted)
	const refused = givingFault(grant, rights) ?? operationsFault(context, rights.operations)
	if (refused) return fail(refused)
	const { code, invitation } = context.access.invite({ name: wanted.for, ttlMs: wanted.hours * HOUR_MS, ...rights }, grant.credential)
	return ok({ code, invitation: viewOf(context, invitation) })
}

export function revokeInvitation(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', async ({ grant, request, response }) => {
		const { access } = context
		const id = parameter(request, 'id')
		const revoked = await access.write(() => {
			const known = access.invitations().find(({ invitation }) => invitation === id)
			return known !== undefined && within(grant, known) && access.revokeInvitation(id, grant.credential)
		})
		if (revoked) response.status(204).end()
		else sendFault(response, fault('not-found', 'there is no such open invitation'))
	})
}

/** Unknown, used, revoked and too old are one answer. */
function notInvited(context: HubContext, stranger: Stranger): Fault {
	auditCode(context, stranger, 'invitation')
	return fault('not-found', 'this invitation is not valid: it was used before, withdrawn, is too old, or its address is incomplete')
}

/** So that the person reads whom and what it is for before anything is typed. */
export function lookAtInvitation(context: HubContext): RequestHandler {
	return publicPost(InvitationLook, (stranger, { code }) => {
		const invitation = context.access.invitationOf(code)
		if (!invitation) return fail(notInvited(context, stranger))
		const { id: _id, state: _state, clearance: _clearance, ...looked } = viewOf(context, invitation)
		return ok(looked)
	})
}

export function postInvitationPasskeyOptions(context: HubContext): RequestHandler {
	return publicPost(InvitationPasskey, async (stranger, { code, login }) => {
		const { request } = stranger
		const site = siteOf(request)
		const invitation = context.access.invitationOf(code)
		if (!site || !invitation) return fail(site ? notInvited(context, stranger) : noPasskeysHere())
		const challenge = context.access.makeChallenge(purposeOf(invitation, login), CHALLENGE_MS)
		return ok(await creationOptions(site, { handle: invitation.invitation, login, name: invitation.for, known: [] }, challenge))
	})
}

function purposeOf({ invitation }: Invitation, login: string): Purpose {
	return `passkey of invitation ${invitation} ${login}`
}

export function acceptInvitation(context: HubContext): RequestHandler {
	return publicPost(InvitationAcceptance, async (stranger, wanted) => {
		const invitation = context.access.invitationOf(wanted.code)
		if (!invitation) return fail(notInvited(context, stranger))
		const passkey = await passkeyIn(context, { stranger, wanted, invitation })
		if (!passkey.ok) return passkey
		const { code, login, password } = wanted
		const made = await context.access.acceptInvitation(code, { login, ...(password !== undefined && { password }) })
		if (!made.ok) return made.fault.fault === 'unauthenticated' ? fail(notInvited(context, stranger)) : made
		const { account } = made.value
		const added = passkey.value && { ...passkey.value, name: login }
		if (added) await context.access.write(() => context.access.addPasskey(account, added, `person-${account}`))
		return beginSession(context, stranger, { account, way: passkey.value ? 'passkey' : 'password' })
	})
}

type Accepting = {
	readonly stranger: Stranger
	readonly wanted: z.infer<typeof InvitationAcceptance>
	readonly invitation: Invitation
}

/** Proven before the invitation is used up. */
async function passkeyIn({ access }: HubContext, { stranger, wanted, invitation }: Accepting) {
	if (wanted.passkey === undefined) return ok(undefined)
	const site = siteOf(stranger.request)
	if (!site) return fail(noPasskeysHere())
	if (access.passkeyById(wanted.passkey.id)) return fail(fault('not-allowed', 'this passkey belongs to an account already', 'passkey'))
	const purpose = purposeOf(invitation, wanted.login)
	const read = await newPasskey(wanted.passkey, { site, holds: (challenge) => access.challengeHolds(challenge, purpose) })
	if (!read.ok) return fail(fault('not-allowed', read.fault.message, 'passkey'))
	const { challenge, ...passkey } = read.value
	const first = await access.write(() => access.spendChallenge(challenge, purpose))
	return first ? ok(passkey) : fail(fault('not-allowed', 'this passkey was made for a question that was answered before', 'passkey'))
}

function viewOf({ now }: HubContext, { invitation, expires, state, ...rest }: Invitation): InvitationView {
	const over = state === 'open' && expires <= now()
	return { id: invitation, ...rest, expires: instant(expires), state: over ? 'expired' : state }
}
