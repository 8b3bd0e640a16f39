import type { Session, StartedSession } from '@lagebild/access/port.ts'
import type { SignInWay } from '@lagebild/model/access/event.ts'
import type { OwnAccount, SessionAnswer, SessionView } from '@lagebild/model/access/http.ts'
import { DUTIES, hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { raiseBreakGlass } from '../../break-glass.ts'
import type { HubContext } from './context.ts'
import type { Stranger } from './public-post.ts'
import { sessionCookie, sessionToken } from './session-cookie.ts'

type SignedIn = { readonly way: SignInWay } & ({ readonly account: string } | { readonly grant: Grant })

/**
 * G3: every sign-in begins a session of its own and ends the one that this browser had: a token that somebody planted beforehand is worth
 * nothing afterwards. An account for emergencies is not used in silence (G5).
 */
export async function beginSession(context: HubContext, stranger: Stranger, who: SignedIn): Promise<Result<SessionAnswer>> {
	const { request, address } = stranger
	const agent = agentOf(request.headers['user-agent'])
	const started = await insteadOf(context, stranger, () => context.access.startSession({ ...who, address, agent }))
	if (!started) return fail(fault('unauthenticated'))
	keepSession(context, stranger, started)
	if (who.way === 'break-glass') await raiseBreakGlass(context, started.grant, address)
	return ok(sessionAnswer(context, started))
}

/** A new session, and in the same turn the end of the one before. */
export function insteadOf(
	{ access }: HubContext,
	{ request }: Stranger,
	start: () => StartedSession | undefined,
): Promise<StartedSession | undefined> {
	const before = sessionToken(request)
	return access.attempt(() => {
		const started = start()
		if (started && before !== undefined) access.endSession(before, 'signed in anew')
		return started
	})
}

/** Gives the browser its new session. */
export function keepSession(
	{ knownBrowsers, metrics }: HubContext,
	{ request, response }: Stranger,
	{ token, session, grant }: StartedSession,
): void {
	const known = grant.account === undefined ? [] : [knownBrowsers.cookie(request, grant.account)]
	response.setHeader('set-cookie', [sessionCookie(request, token, grant.expires), ...known])
	metrics.signIns.inc({ way: session.way })
}

/** Browsers write what they like into it. */
export function agentOf(header: string | undefined): string {
	return (header ?? '').replaceAll(/[^\x20-\x7E]/g, '').slice(0, 300)
}

type Asking = { readonly grant: Grant; readonly session?: Session | undefined }

/** Who is signed in, and what they may administer. */
export function sessionAnswer(context: HubContext, { grant, session }: Asking): SessionAnswer {
	const account = grant.account === undefined ? undefined : ownAccount(context, grant.account)
	return {
		grant,
		...(session && { session: sessionView(session, session.id) }),
		...(account && { account }),
		firstRun: isFirstRun(context),
		duties: DUTIES.filter((duty) => hasDuty(grant.role, duty)),
		...(session?.way === 'break-glass' && { breakGlass: true }),
	}
}

/** Nobody has an account yet: whoever holds the one-time link of the start makes the first one. */
export function isFirstRun({ access }: HubContext): boolean {
	return access.accounts().every(({ state, breakGlass }) => state === 'ended' || breakGlass === true)
}

export function sessionView({ created, lastUsed, expires, ...session }: Session, current: string | undefined): SessionView {
	return {
		...session,
		created: instant(created),
		lastSeen: instant(lastUsed),
		expires: instant(expires),
		current: session.id === current,
	}
}

function ownAccount({ access }: HubContext, id: string): OwnAccount | undefined {
	const account = access.accounts().find((one) => one.account === id)
	if (!account) return undefined
	return {
		id,
		login: account.login,
		name: account.name,
		password: account.hasPassword,
		passkeys: access.passkeysOf(id).map((passkey) => ({
			id: passkey.id,
			name: passkey.name,
			created: instant(passkey.created),
			...(passkey.lastUsed !== undefined && { lastUsed: instant(passkey.lastUsed) }),
		})),
	}
}
