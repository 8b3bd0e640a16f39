import type { IncomingMessage } from 'node:http'

import type { Access } from '@lagebild/access/store.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { byToken, isSameOrigin, principalOf } from '../http/auth.ts'
import type { Principal } from '../http/auth.ts'

/** A key or a device's token in `auth.token` counts alone. Without one the cookie does, when the handshake comes from our own page. */
export function principalOfHandshake(request: IncomingMessage, auth: unknown, access: Access): Result<Principal> {
	const token = typeof auth === 'object' && auth !== null && 'token' in auth ? auth.token : undefined
	if (token !== undefined) return byToken(typeof token === 'string' ? token : undefined, access)
	const principal = principalOf(request, access)
	if (!principal.ok || principal.value.via !== 'session' || comesFromOwnPage(request)) return principal
	return fail(fault('not-allowed', 'a connection with a session needs the Origin of this hub', 'origin'))
}

/** Browsers leave Origin out of a same-origin GET (long polling begins with one); what they send instead must say the same. */
function comesFromOwnPage(request: IncomingMessage): boolean {
	const { origin, referer, host } = request.headers
	if (origin !== undefined || host === undefined) return isSameOrigin(request)
	if (request.headers['sec-fetch-site'] === 'same-origin') return true
	return referer !== undefined && (referer.startsWith(`http://${host}/`) || referer.startsWith(`https://${host}/`))
}

/** As Socket.IO carries it: the client reads `data` of its `connect_error`. */
export class Refusal extends Error {
	readonly data: Fault

	constructor(refusal: Fault) {
		super(refusal.fault)
		this.data = refusal
	}
}
