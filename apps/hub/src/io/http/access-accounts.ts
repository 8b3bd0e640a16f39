import type { Account, ListedAccount } from '@lagebild/access/port.ts'
import { AccountChange } from '@lagebild/model/access/http.ts'
import type { AccountView, CreatedAccountLink } from '@lagebild/model/access/http.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { givingFault, managesAll, within } from '../../core/giving.ts'
import type { Rights } from '../../core/giving.ts'
import { withDuty } from './access-duty.ts'
import { operationsFault } from './access-rights.ts'
import type { HubContext } from './context.ts'
import { originOf } from './oidc-origin.ts'
import { readShaped } from './public-post.ts'
import { parameter, sendResult } from './route.ts'
import type { Call } from './route.ts'

/** Those that the asker could have made: an admin of one operation learns nothing of the others. */
export function listAccounts(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', ({ grant, response }) => {
		const known = context.access.accounts().filter((one) => within(grant, one))
		response.json(known.map((one) => viewOf(context, one)))
	})
}

export function changeAccount(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', async (call) => {
		const change = await readShaped(call, AccountChange)
		const done = change.ok ? await context.access.write(() => changed(context, call, change.value)) : change
		sendResult(call.response, done.ok ? viewed(context, done) : done)
	})
}

export function endAccount(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', async (call) => {
		sendResult(call.response, viewed(context, await context.access.write(() => ended(context, call))))
	})
}

function ended(context: HubContext, call: Call): Result<Account> {
	const target = targetOf(context, call)
	if (!target.ok) return target
	const refused = lastAdminFault(context, target.value, undefined)
	return refused ? fail(refused) : context.access.endAccount(target.value.account, call.grant.credential)
}

/** G12: a way back for whoever forgot the password. */
export function createAccountLink(context: HubContext): RequestHandler {
	return withDuty(context, 'accounts', async (call) => {
		call.response.setHeader('cache-control', 'no-store')
		const made = await context.access.write(() => {
			const target = targetOf(context, call)
			return target.ok ? linkInto(context, call, target.value) : target
		})
		sendResult(call.response, made, 201)
	})
}

/** Not into one's own account: that would be a fresh session without a proof (G10). */
function linkInto({ access }: HubContext, { grant, request }: Call, { account }: Account): Result<z.infer<typeof CreatedAccountLink>> {
	if (grant.account === account) return fail(fault('not-allowed', 'nobody makes a link into their own account'))
	const origin = originOf(request)
	if (origin === undefined) return fail(fault('bad-message', 'the Host is malformed'))
	const made = access.createAccountLink(account, grant.credential)
	return made.ok ? ok({ url: `${origin}/sign-in?code=${made.value.code}`, expires: instant(made.value.expires) }) : made
}

/** One that does not exist and one out of reach are answered alike. */
function targetOf({ access }: HubContext, { grant, request }: Call): Result<Account> {
	const id = parameter(request, 'id')
	const target = access.accounts().find(({ account, state }) => account === id && state === 'active')
	return target && within(grant, target) ? ok(target) : fail(fault('not-found', 'there is no such account'))
}

/** Checked and done in one turn: of two admins who end each other at once the second is told that it is the last. */
function changed(context: HubContext, call: Call, change: z.infer<typeof AccountChange>): Result<Account> {
	const target = targetOf(context, call)
	if (!target.ok) return target
	const rights = rightsAfter(target.value, change)
	const refused =
		givingFault(call.grant, rights) ??
		(change.operations && operationsFault(context, change.operations)) ??
		lastAdminFault(context, target.value, rights)
	if (refused) return fail(refused)
	return context.access.changeAccount(target.value.account, { ...change, clearance: rights.clearance }, call.grant.credential)
}

/** A role that cannot have the clearance that the account had cuts it. */
function rightsAfter(target: Account, change: z.infer<typeof AccountChange>): Rights {
	const role = change.role ?? target.role
	const organisation = change.organisation === undefined ? target.organisation : (change.organisation ?? undefined)
	return {
		role,
		organisation,
		clearance: clearanceFor(role, change.clearance ?? target.clearance),
		operations: change.operations ?? target.operations,
	}
}

/** G2: whoever manages everything is not the last one who does; an account for emergencies does not count. `undefined`: to be ended. */
function lastAdminFault({ access }: HubContext, target: Account, after: Rights | undefined): Fault | undefined {
	const others = access.accounts().filter((one) => one.account !== target.account && isInUse(one))
	const loses = [managesAll, seesAll].some((is) => is(target) && !(after && is(after)) && !others.some(is))
	return loses && isInUse(target) ? fault('last-admin') : undefined
}

function isInUse({ state, breakGlass }: Account): boolean {
	return state === 'active' && breakGlass !== true
}

/** Nobody of a lower clearance could give it back. */
function seesAll(rights: Rights): boolean {
	return managesAll(rights) && rights.clearance === 'restricted'
}

function viewed(context: HubContext, done: Result<Account>): Result<unknown> {
	if (!done.ok) return done
	const listed = context.access.accounts().find(({ account }) => account === done.value.account)
	return listed ? ok(viewOf(context, listed)) : fail(fault('not-found'))
}

function viewOf({ access }: HubContext, one: ListedAccount): AccountView {
	const { account, created, hasPassword, lastUsed, breakGlass = false, ...rest } = one
	return {
		id: account,
		...rest,
		breakGlass,
		provider: access.subjectOfAccount(account) !== undefined,
		created: instant(created),
		password: hasPassword,
		...(lastUsed !== undefined && { lastSignIn: instant(lastUsed) }),
		sessions: access.sessionsOf(`person-${account}`).length,
	}
}
