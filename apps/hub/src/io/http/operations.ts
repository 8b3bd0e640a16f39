import { fault } from '@lagebild/model/fault.ts'
import { NewOperation } from '@lagebild/model/operation.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'

import type { RunningOperation } from '../../running.ts'
import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { authenticated } from './route.ts'

/** An operation as it is listed. `people`: a person has spoken in it; `viewers`: connections that follow it now. */
export function listed({ operation, picture, people, hub }: RunningOperation) {
	return { ...operation, seq: headOf(picture), people, viewers: hub.viewers.size }
}

export function listOperations(context: HubContext): RequestHandler {
	return authenticated(context, ({ grant, response }) => {
		response.json(context.operations.readableBy(grant).map(listed))
	})
}

/** Opens a journal of its own for a new situation. For those who lead, and for credentials that reach every operation. */
export function createOperation(context: HubContext): RequestHandler {
	return authenticated(context, async ({ grant, request, response }) => {
		if (grant.operations !== 'all' || (grant.role !== 'admin' && grant.role !== 'commander')) {
			sendFault(response, fault('not-allowed'))
			return
		}
		const body = await readBody(request, response)
		const wanted = body.ok ? NewOperation.safeParse(body.value) : undefined
		if (!body.ok) sendFault(response, body.fault)
		else if (!wanted?.success) sendFault(response, wanted ? faultOf(wanted.error) : fault('bad-message'))
		else {
			const created = await context.operations.create(wanted.data)
			if (created.ok) response.status(201).json(listed(created.value))
			else sendFault(response, created.fault)
		}
	})
}
