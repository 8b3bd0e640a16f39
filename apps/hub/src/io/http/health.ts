import { fault } from '@lagebild/model/fault.ts'
import type { RequestHandler } from 'express'

import { managesAll } from '../../core/giving.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { authenticated } from './route.ts'

/** The process answers. Says nothing about its journal: an orchestrator must not restart a hub whose disk is full. */
export const healthz: RequestHandler = (_request, response) => {
	response.json({ healthy: true })
}

/** The picture of every operation is the present one. Why not, in a few words: nothing about operations for strangers. `outdated`: waiting will not help. */
export function readyz({ operations }: HubContext): RequestHandler {
	return (_request, response) => {
		const reason = operations.unready()
		const outdated = operations.newer() !== undefined
		response
			.status(reason === undefined ? 200 : 503)
			.json({ ready: reason === undefined, ...(reason !== undefined && { reason }), ...(outdated && { outdated }) })
	}
}

/** They name every operation: for credentials that reach all of them. How many things there are is for who may see them all. */
export function getMetrics(context: HubContext): RequestHandler {
	return authenticated(context, async ({ grant, response }) => {
		if (grant.operations !== 'all') sendFault(response, fault('not-allowed', 'the metrics are about all operations'))
		else response.type(context.metrics.contentType).send(await context.metrics.text(managesAll(grant) && grant.clearance === 'restricted'))
	})
}
