import type { RequestHandler } from 'express'

import type { HubContext } from './context.ts'
import { authenticated } from './route.ts'

/** The process answers. Says nothing about its journal: an orchestrator must not restart a hub whose disk is full. */
export const healthz: RequestHandler = (_request, response) => {
	response.json({ healthy: true })
}

/** The picture of every operation is the present one. Why not, in a few words: nothing about operations for strangers. */
export function readyz({ operations }: HubContext): RequestHandler {
	return (_request, response) => {
		const reason = operations.unready()
		response.status(reason === undefined ? 200 : 503).json({ ready: reason === undefined, ...(reason !== undefined && { reason }) })
	}
}

export function getMetrics(context: HubContext): RequestHandler {
	return authenticated(context, async ({ response }) => {
		response.type(context.metrics.contentType).send(await context.metrics.text())
	})
}
