import { SignOut } from '@lagebild/model/access/http.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { auditCode } from './audit.ts'
import { principalOf } from './auth.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { providerSignOut } from './oidc-sign-out.ts'
import { page } from './page.ts'
import { readOptional, strangerOf } from './public-post.ts'
import { readQuery } from './query.ts'
import { authenticated } from './route.ts'
import { sessionCookie } from './session-cookie.ts'
import { agentOf, insteadOf, keepSession } from './started-session.ts'

const Query = z.object({ code: z.string().min(1).max(200), display: z.literal('wall').optional().catch(undefined) })

const REFUSED = page('Sign in', [
	'This link is not valid: it was used before, it is too old, or it is incomplete.',
	'Ask whoever gave it to you for another.',
	'Or make a new one on the machine that runs Lagebild: <code>npm run -s lagebild -- link</code>',
])

/** Where a person who came by a link into the account gives it another way to sign in; in no operation yet. */
const OWN_ACCOUNT = '/#//konto'

function placeOf(grant: Grant | undefined, display: 'wall' | undefined): string {
	if (grant?.account !== undefined) return OWN_ACCOUNT
	return display === 'wall' ? '/?display=wall' : '/'
}

/** One-time link: exchanges its code for a session and leads to the page, without the code in its address. Who is signed in already may click it again. */
export function signIn(context: HubContext): RequestHandler {
	return async (request, response) => {
		const stranger = strangerOf(request, response)
		const from = { address: stranger.address, agent: agentOf(request.headers['user-agent']) }
		const query = readQuery(request, Query)
		response.setHeader('cache-control', 'no-store')
		const code = query.ok ? query.value.code : undefined
		const session = code === undefined ? undefined : await insteadOf(context, stranger, () => context.access.redeem(code, from))
		if (session) keepSession(context, stranger, session)
		if (session || principalOf(request, context.access).ok)
			response.redirect(303, placeOf(session?.grant, query.ok ? query.value.display : undefined))
		else {
			auditCode(context, stranger, 'link')
			response.status(403).type('html').send(REFUSED)
		}
	}
}

/** This browser, or every browser of this person. */
export function signOut(context: HubContext): RequestHandler {
	return authenticated(context, async ({ request, response, principal, grant }) => {
		const wanted = await readOptional({ request, response }, SignOut)
		if (!wanted.ok) {
			sendFault(response, wanted.fault)
			return
		}
		const leadTo = principal.via === 'session' ? await providerSignOut(context, request, principal.token) : undefined
		if (principal.via === 'session') {
			const { access } = context
			const { everywhere } = wanted.value
			const own = access.sessionOfToken(principal.token)?.id
			await access.write(() => {
				if (own !== undefined) access.dropProviderSession(own)
				if (everywhere) access.endSessions(grant.credential, undefined, 'signed out everywhere')
				else access.endSession(principal.token, 'signed out')
			})
		}
		response.setHeader('set-cookie', sessionCookie(request, '', 0))
		if (leadTo === undefined) response.status(204).end()
		else response.json({ leadTo })
	})
}
