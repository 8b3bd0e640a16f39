import type { IncomingMessage } from 'node:http'

import type { Access } from '@lagebild/access/store.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { sessionToken } from './session-cookie.ts'

/** Who asks, and by which of the three ways; only a cookie travels without its holder's doing and needs an Origin. */
export type Principal =
	| { readonly via: 'key'; readonly key: string; readonly grant: Grant }
	| { readonly via: 'session'; readonly token: string; readonly grant: Grant }
	| { readonly via: 'device'; readonly device: string; readonly grant: Grant }

/** Z28: what another hub gave a moment ago may not be known here yet. Before anybody is refused, this hub looks. */
export async function lookTwice(access: Pick<Access, 'follow'>, ask: () => Result<Principal>): Promise<Result<Principal>> {
	const first = ask()
	if (first.ok || first.fault.fault !== 'unauthenticated') return first
	await access.follow()
	return ask()
}

/** A bearer ignores cookies: a request says who it is once. */
export function principalOf(request: IncomingMessage, access: Access): Result<Principal> {
	const { authorization } = request.headers
	if (authorization !== undefined) return byToken(/^Bearer +(\S+) *$/i.exec(authorization)?.[1], access)
	const token = sessionToken(request)
	const grant = token === undefined ? undefined : access.grantOfSession(token)
	return token !== undefined && grant ? ok({ via: 'session', token, grant }) : fail(fault('unauthenticated'))
}

/** A key of an integrator, or what a device got for its proof. */
export function byToken(token: string | undefined, access: Access): Result<Principal> {
	if (token === undefined) return fail(fault('unauthenticated'))
	const grant = access.grantOfKey(token)
	return grant ? ok({ via: 'key', key: token, grant }) : byDevice(token, access)
}

/** The token opens the door for some minutes; what came in by it stays until the device is revoked. */
function byDevice(token: string, access: Access): Result<Principal> {
	const proven = access.grantOfDeviceToken(token)
	const grant = proven && access.grantOfCredential(proven.credential)
	return grant ? ok({ via: 'device', device: deviceIn(grant), grant }) : fail(fault('unauthenticated'))
}

function deviceIn({ credential }: Grant): string {
	return credential.slice('device-'.length)
}

/** The same credential, asked again: undefined once it is revoked, signed out or expired. */
export function renew(principal: Principal, access: Access): Grant | undefined {
	switch (principal.via) {
		case 'key':
			return access.grantOfKey(principal.key)
		case 'session':
			return access.grantOfSession(principal.token)
		case 'device':
			return access.grantOfCredential(principal.grant.credential)
	}
}

/**
 * The page that sends this was loaded from the very host it now talks to. A reverse proxy ends TLS before us, so the scheme is not
 * compared; host and port are, exactly.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
	const { origin, host } = request.headers
	return origin !== undefined && host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

/**
 * Signing in, and what a code alone permits: nobody is known yet whose cookie could be abused, but another site must not sign a browser in
 * as somebody. Programs send no Origin and may go on.
 */
export function mayPost(request: IncomingMessage): Result<true> {
	return request.headers.origin === undefined || isSameOrigin(request) ? ok(true) : fail(foreignOrigin())
}

function foreignOrigin(): Fault {
	return fault('not-allowed', 'this needs the Origin of this hub', 'origin')
}

/** A write by cookie must come from our own page. */
export function mayWrite(request: IncomingMessage, principal: Principal): Result<Principal> {
	return principal.via !== 'session' || isSameOrigin(request)
		? ok(principal)
		: fail(fault('not-allowed', 'a write with a session needs the Origin of this hub', 'origin'))
}
