import type { RequestHandler } from 'express'
import * as z from 'zod'

import { principalOf } from './auth.ts'
import type { HubContext } from './context.ts'
import { page } from './page.ts'
import { readQuery } from './query.ts'
import { authenticated } from './route.ts'
import { sessionCookie } from './session-cookie.ts'

const Query = z.object({ code: z.string().min(1).max(200) })

const REFUSED = page('Sign in', [
	'This link is not valid: it was used before, it is too old, or it is incomplete.',
	'Make a new one on the machine that runs Lagebild: <code>npm run -s lagebild -- link</code>',
])

/** One-time link: exchanges its code for a session and leads to the page, without the code in its address. Who is signed in already may click it again. */
export function signIn({ access }: HubContext): RequestHandler {
	return (request, response) => {
		const query = readQuery(request, Query)
		const session = query.ok ? access.redeem(query.value.code) : undefined
		response.setHeader('cache-control', 'no-store')
		if (session) response.setHeader('set-cookie', sessionCookie(request, session.token, session.grant.expires))
		if (session || principalOf(request, access).ok) response.redirect(303, '/')
		else response.status(403).type('html').send(REFUSED)
	}
}

export function signOut(context: HubContext): RequestHandler {
	return authenticated(context, ({ request, response, principal }) => {
		if (principal.via === 'session') context.access.endSession(principal.token)
		response.setHeader('set-cookie', sessionCookie(request, '', 0))
		response.status(204).end()
	})
}

