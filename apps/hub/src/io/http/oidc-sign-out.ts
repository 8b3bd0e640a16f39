import type { Request } from 'express'

import type { HubContext } from './context.ts'
import { originOf } from './oidc-origin.ts'

/**
 * Where the browser ends its session at the provider that began this one; undefined when the provider is not to know or is away. Our own
 * session ends either way.
 */
export async function providerSignOut({ access, oidc }: HubContext, request: Request, token: string): Promise<string | undefined> {
	const session = access.sessionOfToken(token)
	const begun = session && access.providerSession(session.id)
	const idToken = begun && oidc.seal.open(begun.sealed)
	const origin = originOf(request)
	if (!begun || idToken === undefined || origin === undefined) return undefined
	const url = await oidc
		.provider(begun.provider)
		?.signOut(idToken, `${origin}/`)
		.catch(() => undefined)
	return url?.href
}
