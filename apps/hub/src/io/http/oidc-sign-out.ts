import type { Request } from 'express'

import type { HubContext } from './context.ts'
import { originOf } from './oidc-origin.ts'

/**
 * Where the browser ends its session at the provider that began this one; undefined when the provider is not to know, is away, or this hub
 * was started anew meanwhile. Our own session ends either way.
 */
export async function providerSignOut({ access, oidc }: HubContext, request: Request, token: string): Promise<string | undefined> {
	const session = access.sessionOfToken(token)
	const begun = session && oidc.begun.get(session.id)
	const origin = originOf(request)
	if (!begun || origin === undefined) return undefined
	oidc.begun.delete(session.id)
	const url = await oidc
		.provider(begun.provider)
		?.signOut(begun.idToken, `${origin}/`)
		.catch(() => undefined)
	return url?.href
}
