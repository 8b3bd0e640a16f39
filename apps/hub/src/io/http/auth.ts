import type { IncomingMessage } from 'node:http'

import type { Access } from '@lagebild/access/store.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { sessionToken } from './session-cookie.ts'

/** Who asks, and by which of the two ways; only a cookie travels without its holder's doing and needs an Origin. */
export type Principal =
	| { readonly via: 'key'; readonly key: string; readonly grant: Grant }
	| { readonly via: 'session'; readonly token: string; readonly grant: Grant }

/** A bearer ignores cookies: a request says who it is once. */
export function principalOf(request: IncomingMessage, access: Access): Result<Principal> {
	const { authorization } = request.headers
	if (authorization !== undefined) return byKey(/^Bearer +(\S+) *$/i.exec(authorization)?.[1], access)
	const token = sessionToken(request)
	const grant = token === undefined ? undefined : access.grantOfSession(token)
	return token !== undefined && grant ? ok({ via: 'session', token, grant }) : fail(fault('unauthenticated'))
}

export function byKey(key: string | undefined, access: Access): Result<Principal> {
	const grant = key === undefined ? undefined : access.grantOfKey(key)
	return key !== undefined && grant ? ok({ via: 'key', key, grant }) : fail(fault('unauthenticated'))
}

/** The same credential, asked again: undefined once it is revoked, signed out or expired. */
export function renew(principal: Principal, access: Access): Grant | undefined {
	return principal.via === 'key' ? access.grantOfKey(principal.key) : access.grantOfSession(principal.token)
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
	return principal.via === 'key' || isSameOrigin(request)
		? ok(principal)
		: fail(fault('not-allowed', 'a write with a session needs the Origin of this hub', 'origin'))
}
