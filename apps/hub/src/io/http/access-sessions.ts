import { hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { within } from '../../core/giving.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { authenticated, parameter } from './route.ts'
import type { Call } from './route.ts'
import { sessionView } from './started-session.ts'

const Query = z.strictObject({ credential: z.string().min(1).max(64).optional() })

/** One's own; those of others for whoever manages their accounts. */
export function listSessions(context: HubContext): RequestHandler {
	return authenticated(context, (call) => {
		const query = readQuery(call.request, Query)
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const { credential = call.grant.credential } = query.value
		const current = currentSession(context, call)?.id
		const sessions = mayManage(context, call.grant, credential) ? context.access.sessionsOf(credential) : []
		call.response.json(sessions.map((session) => sessionView(session, current)))
	})
}

/** One that does not exist and one of somebody out of reach are answered alike. */
export function endSession(context: HubContext): RequestHandler {
	return authenticated(context, async ({ grant, request, response }) => {
		const { access } = context
		const session = access.sessionById(parameter(request, 'id'))
		if (session && mayManage(context, grant, session.credential)) {
			const why = session.credential === grant.credential ? 'by its owner' : `by ${grant.credential}`
			await access.write(() => access.endSessionById(session.id, why))
			response.status(204).end()
		} else sendFault(response, fault('not-found', 'there is no such session'))
	})
}

export function currentSession({ access }: HubContext, { principal }: Pick<Call, 'principal'>) {
	return principal.via === 'session' ? access.sessionOfToken(principal.token) : undefined
}

function mayManage({ access }: HubContext, grant: Grant, credential: string): boolean {
	if (credential === grant.credential) return true
	const held = hasDuty(grant.role, 'accounts') ? access.grantOfCredential(credential) : undefined
	return held !== undefined && within(grant, held)
}
