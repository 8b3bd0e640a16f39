import { NewOwnAccount, OwnAccountChange, PasskeyAddition } from '@lagebild/model/access/http.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { currentSession } from './access-sessions.ts'
import { noPasskeysHere, senderOf } from './access-sign-in.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { openRenaming } from './own-name.ts'
import { CHALLENGE_MS, creationOptions, newPasskey, siteOf } from './passkeys.ts'
import type { Purpose } from './passkeys.ts'
import { proofFault } from './proofs.ts'
import { readShaped, strangerOf } from './public-post.ts'
import { authenticated, parameter, sendResult } from './route.ts'
import type { Call } from './route.ts'
import { beginSession, sessionAnswer } from './started-session.ts'

/** Who came by a one-time link makes itself an account with the same rights, and goes on under it. */
export function createOwnAccount(context: HubContext): RequestHandler {
	return authenticated(context, async (call) => {
		const wanted = mayCreate(call) ? await readShaped(call, NewOwnAccount) : fail(fault('not-allowed', 'only who came by a one-time link'))
		const made = wanted.ok ? await accountFor(context, call.grant, wanted.value) : wanted
		const stranger = strangerOf(call.request, call.response)
		sendResult(call.response, made.ok ? await beginSession(context, stranger, { account: made.value, way: 'link' }) : made, 201)
	})
}

function mayCreate({ principal, grant }: Call): boolean {
	return principal.via === 'session' && grant.account === undefined
}

/** By way of an invitation to oneself: account and password come to be together or not at all. */
async function accountFor(
	{ access }: HubContext,
	{ credential, role, operations, organisation, clearance }: Grant,
	{ login, name, password }: z.infer<typeof NewOwnAccount>,
): Promise<Result<string>> {
	const rights = { role, operations, clearance, ...(organisation !== undefined && { organisation }) }
	const { code, invitation } = await access.write(() => access.invite({ name, ...rights }, credential))
	const made = await access.acceptInvitation(code, { login, ...(password !== undefined && { password }) })
	if (!made.ok) await access.write(() => access.revokeInvitation(invitation.invitation, credential))
	return made.ok ? ok(made.value.account) : made
}

/** What a person changes about itself: name and password. A new password ends all other sessions. */
export function changeOwnAccount(context: HubContext): RequestHandler {
	const renaming = openRenaming(context)
	return withAccount(context, async (call) => {
		const change = await readShaped(call, OwnAccountChange)
		const name = change.ok ? change.value.name : undefined
		const refused = name === undefined ? undefined : renaming({ account: call.account, name })
		const done = change.ok && !refused ? await applyOwn(context, call, change.value) : change
		if (refused) {
			sendFault(call.response, refused)
			return
		}
		sendResult(call.response, done.ok ? ok(sessionAnswer(context, fresh(context, call))) : done)
	})
}

export type AccountCall = Call & { readonly account: string }

async function applyOwn(
	context: HubContext,
	call: AccountCall,
	{ name, password }: z.infer<typeof OwnAccountChange>,
): Promise<Result<unknown>> {
	const { access } = context
	const changed = password === undefined ? ok(true) : await changePassword(context, call, password)
	if (!changed.ok || name === undefined) return changed
	return access.write(() => access.changeAccount(call.account, { name }, call.grant.credential))
}

/** The old one is asked for under the same throttle as at the door: a session that was left open is no way to guess it. */
async function changePassword(
	context: HubContext,
	call: AccountCall,
	password: { readonly old?: string; readonly new: string },
): Promise<Result<unknown>> {
	const { access } = context
	const { account, grant } = call
	if (access.subjectOfAccount(account)) return fail(signsInElsewhere())
	const proven = await provenForPassword(context, call, password.old)
	if (!proven.ok) return proven
	const set = await access.setPassword(account, password.new, grant.credential)
	const own = currentSession(context, call)?.id
	if (set.ok) await access.write(() => access.endSessions(grant.credential, own, 'new password'))
	return set
}

async function provenForPassword(context: HubContext, call: AccountCall, old: string | undefined): Promise<Result<unknown>> {
	if (old !== undefined) return passwordHolds(context, call, { said: old, path: 'password.old' })
	const unproven = proofFault(context, call)
	return unproven ? fail(unproven) : ok(true)
}

/** Under the same throttle as at the door. Not `unauthenticated`: the page would take that for the end of the session. */
export async function passwordHolds(
	context: HubContext,
	{ account, request, response }: AccountCall,
	{ said, path }: { readonly said: string; readonly path: string },
): Promise<Result<unknown>> {
	const login = context.access.accountById(account)?.login ?? ''
	const checked = await context.access.checkPassword(login, said, senderOf(context, strangerOf(request, response), login))
	if (checked.ok || checked.fault.fault !== 'unauthenticated') return checked
	return fail(fault('not-allowed', 'this is not the present password', path))
}

/** Who has left the provider's house must not have kept a door of its own here. */
function signsInElsewhere() {
	return fault('not-allowed', 'this account signs in at its provider and has no other way in')
}

export function postOwnPasskeyOptions(context: HubContext): RequestHandler {
	return withAccount(context, async ({ account, grant, principal, request, response }) => {
		const site = siteOf(request)
		const own = context.access.accountById(account)
		if (context.access.subjectOfAccount(account)) {
			sendFault(response, signsInElsewhere())
			return
		}
		const unproven = proofFault(context, { principal })
		if (!site || !own || unproven) {
			sendFault(response, site ? (unproven ?? fault('unauthenticated')) : noPasskeysHere())
			return
		}
		const challenge = context.access.makeChallenge(purposeOf(account), CHALLENGE_MS)
		const person = { handle: account, login: own.login, name: grant.name, known: context.access.passkeysOf(account) }
		response.json(await creationOptions(site, person, challenge))
	})
}

export function addOwnPasskey(context: HubContext): RequestHandler {
	return withAccount(context, async (call) => {
		const wanted = await readShaped(call, PasskeyAddition)
		const added = wanted.ok ? await addPasskey(context, call, wanted.value) : wanted
		sendResult(call.response, added.ok ? ok(sessionAnswer(context, fresh(context, call))) : added, 201)
	})
}

async function addPasskey(
	context: HubContext,
	call: AccountCall,
	{ passkey, name }: z.infer<typeof PasskeyAddition>,
): Promise<Result<unknown>> {
	const { access } = context
	const { account, grant, request } = call
	const site = siteOf(request)
	if (!site) return fail(noPasskeysHere())
	if (access.subjectOfAccount(account)) return fail(signsInElsewhere())
	const unproven = proofFault(context, call)
	if (unproven) return fail(unproven)
	const read = await newPasskey(passkey, { site, holds: (challenge) => access.challengeHolds(challenge, purposeOf(account)) })
	if (!read.ok) return fail(fault('not-allowed', read.fault.message, 'passkey'))
	const { challenge, ...added } = read.value
	return access.write(() =>
		access.spendChallenge(challenge, purposeOf(account))
			? access.addPasskey(account, { ...added, name }, grant.credential)
			: fail(fault('not-allowed', 'this passkey was made for a question that was answered before', 'passkey')),
	)
}

function purposeOf(account: string): Purpose {
	return `passkey of account ${account}`
}

/** The last way to sign in is not taken away. */
export function removeOwnPasskey(context: HubContext): RequestHandler {
	return withAccount(context, async (call) => {
		const { access } = context
		const { account, grant, request, response } = call
		const id = parameter(request, 'id')
		const refused = await access.write(() => {
			const kept = removalFault(context, call, id)
			if (!kept) access.removePasskey(account, id, grant.credential)
			return kept
		})
		if (refused) sendFault(response, refused)
		else response.status(204).end()
	})
}

function removalFault(context: HubContext, call: AccountCall, id: string): Fault | undefined {
	const { access } = context
	const own = access.accounts().find((one) => one.account === call.account)
	const known = access.passkeysOf(call.account).some((passkey) => passkey.id === id)
	if (!own || !known) return fault('not-found', 'there is no such passkey')
	if (!own.hasPassword && own.passkeys === 1) return fault('not-allowed', 'it is the last way to sign in')
	return proofFault(context, call)
}

/** Only for people who have an account; keys, devices and one-time links have none. */
export function withAccount(context: HubContext, handle: (call: AccountCall) => void | Promise<void>): RequestHandler {
	return authenticated(context, async (call) => {
		await context.access.follow()
		const { account } = call.grant
		if (call.principal.via === 'session' && account !== undefined) await handle({ ...call, account })
		else sendFault(call.response, fault('not-allowed', 'this credential has no account'))
	})
}

/** As it is after the change. */
function fresh(context: HubContext, call: AccountCall) {
	const { principal } = call
	const grant = principal.via === 'session' ? context.access.grantOfSession(principal.token) : undefined
	return { grant: grant ?? call.grant, session: currentSession(context, call) }
}
