import type { IncomingMessage } from 'node:http'

import { parseCookie, stringifySetCookie } from 'cookie'

/** On loopback without TLS, where a browser takes no other. */
const PLAIN = 'lagebild_session'
/** The prefix makes browsers refuse it from a neighbour host, without TLS or for a part of the site: nobody can plant one. */
const GUARDED = '__Host-lagebild_session'

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/

/** TLS ends here, or at a reverse proxy on this machine that says so. */
export function isSecure({ socket, headers }: IncomingMessage): boolean {
	if ('encrypted' in socket && socket.encrypted === true) return true
	const said = headers['x-forwarded-proto']
	return LOOPBACK.test(socket.remoteAddress ?? '') && typeof said === 'string' && said.split(',')[0]?.trim() === 'https'
}

/** Under TLS the guarded cookie alone counts. */
export function sessionToken(request: IncomingMessage): string | undefined {
	return parseCookie(request.headers.cookie ?? '')[isSecure(request) ? GUARDED : PLAIN]
}

/** @param expires epoch ms; 0 takes the cookie away */
export function sessionCookie(request: IncomingMessage, value: string, expires: number | undefined): string {
	const secure = isSecure(request)
	return stringifySetCookie({
		name: secure ? GUARDED : PLAIN,
		value,
		httpOnly: true,
		sameSite: 'strict',
		path: '/',
		secure,
		...(expires !== undefined && { expires: new Date(expires) }),
	})
}
