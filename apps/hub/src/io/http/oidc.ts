import { AccessAway } from '@lagebild/access/writing.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import { fault } from '@lagebild/model/fault.ts'
import { parseCookie, stringifySetCookie } from 'cookie'
import { Router } from 'express'
import type { RequestHandler, Response } from 'express'

import { accountFor, signOutFormer } from '../../oidc/account.ts'
import type { AccountFault } from '../../oidc/account.ts'
import { personOf } from '../../oidc/claims.ts'
import type { ClaimFault } from '../../oidc/claims.ts'
import { TRANSACTION_SECONDS } from '../../oidc/door.ts'
import { isDown, reasonOf } from '../../oidc/provider.ts'
import type { Identity, Provider } from '../../oidc/provider.ts'
import { ownPath } from '../../oidc/transaction.ts'
import type { OpenTransaction, Transaction } from '../../oidc/transaction.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { originOf } from './oidc-origin.ts'
import { noStore } from './policy.ts'
import { strangerOf } from './public-post.ts'
import type { Stranger } from './public-post.ts'
import { parameter } from './route.ts'
import { isSecure } from './session-cookie.ts'
import { beginSession } from './started-session.ts'

/** Why nothing came of it. The person learns the kind of reason; the log and the audit trail learn which. */
type Why = 'provider-down' | 'database-away' | 'not-begun-here' | 'refused-by-provider' | 'answer-does-not-hold' | ClaimFault | AccountFault

/** As the sign-in page says it: `#/anmelden?fault=…`. */
const TOLD: Readonly<Record<Why, FaultCode>> = {
	'provider-down': 'not-ready',
	'database-away': 'not-ready',
	'not-begun-here': 'unauthenticated',
	'refused-by-provider': 'unauthenticated',
	'answer-does-not-hold': 'unauthenticated',
	'no-role': 'not-allowed',
	'unknown-role': 'not-allowed',
	'unknown-organisation': 'not-allowed',
	'bad-clearance': 'not-allowed',
	'bad-operations': 'not-allowed',
	'ended-account': 'not-allowed',
	'login-taken': 'not-allowed',
}

/** Signing in with a provider of identities: there and back again. Both are navigations of the browser, never calls of a page. */
export function oidcRoutes(context: HubContext): Router {
	const router = Router()
	router.get('/sign-in/oidc/:id', noStore, withProvider(context, begin))
	router.get('/sign-in/oidc/:id/callback', noStore, withProvider(context, finish))
	return router
}

type Visit = Stranger & { readonly context: HubContext; readonly provider: Provider }

function withProvider(context: HubContext, handle: (visit: Visit) => Promise<void>): RequestHandler {
	return async (request, response) => {
		const provider = context.oidc.provider(parameter(request, 'id'))
		if (provider) await handle({ ...strangerOf(request, response), context, provider })
		else sendFault(response, fault('not-found'))
	}
}

async function begin(visit: Visit): Promise<void> {
	const { context, provider, request, response } = visit
	const redirectUri = callbackOf(visit)
	if (redirectUri === undefined) {
		sendFault(response, fault('bad-query', 'the Host of the request is malformed', 'host'))
		return
	}
	try {
		const { url, checks } = await provider.begin(redirectUri)
		const returnTo = ownPath(request.query['to'])
		setCookie(visit, context.oidc.transactions.give({ provider: provider.config.id, returnTo, checks }), TRANSACTION_SECONDS)
		response.redirect(303, url.href)
	} catch (error) {
		refuse(visit, isDown(error) ? 'provider-down' : 'answer-does-not-hold', error)
	}
}

async function finish(visit: Visit): Promise<void> {
	const { context, provider, request } = visit
	const sealed = parseCookie(request.headers.cookie ?? '')[cookieName(visit)]
	const transaction = sealed === undefined ? undefined : context.oidc.transactions.open(sealed, provider.config.id)
	setCookie(visit, '', 0)
	if (!transaction) {
		refuse(visit, 'not-begun-here')
		return
	}
	try {
		if (!(await isFirst(context, transaction))) {
			refuse(visit, 'not-begun-here')
			return
		}
		const identity = await provider.finish(answerAt(transaction, request.url), transaction.checks)
		await enter(visit, identity, transaction)
	} catch (error) {
		refuse(visit, whyOf(error, request.query['error']), error)
	}
}

/** Whoever brings the same answer a second time has seen it over somebody's shoulder. */
function isFirst({ access }: HubContext, { id, until }: OpenTransaction): Promise<boolean> {
	return access.write(() => access.spend(`provider sign-in ${id}`, until))
}

/** The address that the browser came back to, as it was told to the provider. */
function answerAt({ checks }: Transaction, asked: string): URL {
	const answer = new URL(checks.redirectUri)
	answer.search = new URL(asked, answer).search
	return answer
}

function whyOf(error: unknown, said: unknown): Why {
	if (error instanceof AccessAway) return 'database-away'
	if (isDown(error)) return 'provider-down'
	return said === undefined ? 'answer-does-not-hold' : 'refused-by-provider'
}

async function enter(visit: Visit, identity: Identity, { returnTo }: Transaction): Promise<void> {
	const { context, provider, response } = visit
	const person = personOf(identity.claims, provider.config)
	if (!person.ok) {
		await context.access.write(() => signOutFormer(context.access, identity))
		refuse(visit, person.fault)
		return
	}
	const account = await context.access.write(() => accountFor(context.access, identity, person.value))
	const session = account.ok ? await beginSession(context, visit, { account: account.value.account, way: 'oidc' }) : undefined
	if (!account.ok) refuse(visit, account.fault)
	else if (!session?.ok || !session.value.session) refuse(visit, 'ended-account')
	else {
		await keepForSignOut(visit, session.value.session, identity)
		setCookie(visit, '', 0)
		response.redirect(303, returnTo)
	}
}

async function keepForSignOut(
	{ context: { access, oidc }, provider }: Visit,
	{ id, expires }: { readonly id: string; readonly expires: number },
	{ idToken }: Identity,
): Promise<void> {
	if (!provider.config.signOutAtProvider) return
	await access.write(() => access.keepProviderSession(id, { provider: provider.config.id, sealed: oidc.seal.close(idToken), expires }))
}

function refuse({ context, provider, request, response, address }: Visit, why: Why, error?: unknown): void {
	const { id } = provider.config
	context.metrics.refusedSignIns.inc({ way: 'oidc' })
	context.access.record({ what: 'sign-in-refused', address, count: 1, why: `oidc ${id}: ${why}` }, 'system')
	const reason = error === undefined ? undefined : reasonOf(error)
	context.log.warn({ provider: id, why, ...(reason !== undefined && { reason }), ip: request.ip }, 'a sign-in by a provider was refused')
	response.redirect(303, `/#/anmelden?fault=${TOLD[why]}`)
}

/** Where the provider sends the browser back to: as configured, else the very address at which the person opened this. */
function callbackOf({ provider, request }: Visit): string | undefined {
	const { id, redirectUri } = provider.config
	if (redirectUri !== undefined) return redirectUri
	const origin = originOf(request)
	return origin === undefined ? undefined : `${origin}/sign-in/oidc/${id}/callback`
}

/** Under TLS no neighbour host and no plain page can plant one: it would sign a person in as somebody else. */
function cookieName({ request }: Pick<Visit, 'request'>): string {
	return isSecure(request) ? '__Host-lagebild_oidc' : 'lagebild_oidc'
}

/** Lax: it must come along when the provider sends the browser back. */
function setCookie(visit: Pick<Visit, 'request'> & { readonly response: Response }, value: string, maxAge: number): void {
	const cookie = stringifySetCookie({
		name: cookieName(visit),
		value,
		httpOnly: true,
		sameSite: 'lax',
		path: '/',
		secure: isSecure(visit.request),
		maxAge,
	})
	visit.response.append('set-cookie', cookie)
}
