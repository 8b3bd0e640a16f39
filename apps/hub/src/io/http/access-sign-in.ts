import type { Account, Sender } from '@lagebild/access/port.ts'
import { PasskeySignIn, PasswordSignIn } from '@lagebild/model/access/http.ts'
import type { SignInWays } from '@lagebild/model/access/http.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Request, RequestHandler } from 'express'
import * as z from 'zod'

import { auditCode } from './audit.ts'
import type { HubContext } from './context.ts'
import { CHALLENGE_MS, provenPasskey, requestOptions, siteOf } from './passkeys.ts'
import type { Purpose } from './passkeys.ts'
import { publicPost } from './public-post.ts'
import type { Stranger } from './public-post.ts'
import { beginSession, isFirstRun } from './started-session.ts'

/** Before anybody is known: which doors there are, and nothing about who may go through them. */
export function getSignInWays(context: HubContext): RequestHandler {
	return (request, response) => {
		response.json(waysOf(context, request))
	}
}

function waysOf(context: HubContext, request: Request): SignInWays {
	return {
		firstRun: isFirstRun(context),
		password: true,
		passkeys: siteOf(request) !== undefined,
		oidc: context.settings.oidc.map(({ id, name }) => ({ id, name })),
	}
}

/** A browser that this account knows has tries of its own. */
export function senderOf({ access, knownBrowsers }: HubContext, { request, address }: Stranger, login: string): Sender {
	const account = access.accountByLogin(login)
	const browser = account && knownBrowsers.of(request, account.account)
	return browser === undefined ? address : { address, browser }
}

/** An unknown login and a wrong password are one refusal, after the same time; the account is never locked (G4). */
export function postPassword(context: HubContext): RequestHandler {
	return publicPost(PasswordSignIn, async (stranger, { login, password }) => {
		const account = await context.access.checkPassword(login, password, senderOf(context, stranger, login))
		if (account.ok) return beginSession(context, stranger, as(account.value, 'password'))
		context.metrics.refusedSignIns.inc({ way: 'password' })
		return account
	})
}

function as({ account, breakGlass }: Account, way: 'password' | 'passkey') {
	return { account, way: breakGlass ? ('break-glass' as const) : way }
}

const SIGNING_IN: Purpose = 'passkey sign-in'

export function postPasskeyOptions(context: HubContext): RequestHandler {
	return publicPost(z.strictObject({}), async ({ request }) => {
		const site = siteOf(request)
		return site ? ok(await requestOptions(site, context.access.makeChallenge(SIGNING_IN, CHALLENGE_MS))) : fail(noPasskeysHere())
	})
}

export function noPasskeysHere() {
	return fault('not-allowed', 'browsers have passkeys only under a name, with TLS or on localhost', 'host')
}

export function postPasskey(context: HubContext): RequestHandler {
	return publicPost(PasskeySignIn, async (stranger, { passkey }) => {
		const account = await accountByPasskey(context, stranger, passkey)
		if (account.ok) return beginSession(context, stranger, as(account.value, 'passkey'))
		auditCode(context, stranger, 'passkey')
		return account
	})
}

/** A counter that does not grow although it counts: the key was copied, and nobody can say who holds the true one. */
export async function accountByPasskey(
	{ access }: HubContext,
	{ request }: Stranger,
	proof: z.infer<typeof PasskeySignIn>['passkey'],
): Promise<Result<Account>> {
	const site = siteOf(request)
	if (!site) return fail(noPasskeysHere())
	const passkey = access.passkeyById(proof.id)
	if (!passkey) return fail(fault('unauthenticated', 'this passkey does not hold here, or its time is over'))
	const proven = await provenPasskey(proof, { site, passkey, holds: (challenge) => access.challengeHolds(challenge, SIGNING_IN) })
	if (!proven.ok) return proven
	const { challenge, counter } = proven.value
	const first = await access.write(() => access.spendChallenge(challenge, SIGNING_IN) && access.countPasskey(passkey.id, counter))
	const account = first ? access.accountById(passkey.account) : undefined
	return account ? ok(account) : fail(fault('unauthenticated', 'this passkey does not hold here, or its time is over'))
}
