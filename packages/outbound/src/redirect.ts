import { bareHost, OutboundRefusal } from './guard.ts'

export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** What an answer says of where to go on. */
type Redirect = { readonly status: number; readonly headers: { readonly get: (name: string) => string | null } }

/**
 * Where an answer sends us. A host that is allowed although private was named by the operator for this feed, not for anybody to be sent to.
 * @throws OutboundRefusal when we do not go there
 */
export function redirectOf({ status, headers }: Redirect, from: URL, allowed: ReadonlySet<string>): URL {
	const to = URL.parse(headers.get('location') ?? '', from.href)
	if (!to) throw new OutboundRefusal(`HTTP ${status} without a usable location`)
	if (allowed.has(bareHost(to.hostname)) && to.origin !== from.origin) throw new OutboundRefusal(`redirect to the private host ${to.host}`)
	if (from.protocol === 'https:' && to.protocol === 'http:') throw new OutboundRefusal(`redirect from https to ${to.origin}`)
	return to
}
