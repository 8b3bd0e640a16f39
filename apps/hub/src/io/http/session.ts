import type { RequestHandler } from 'express'

import type { HubContext } from './context.ts'
import { listedFor } from './operations.ts'
import { authenticated } from './route.ts'

/** Who I am, and which operations I may open. */
export function getSession(context: HubContext): RequestHandler {
	return authenticated(context, ({ grant, response }) => {
		response.json({ grant, operations: listedFor(context, grant) })
	})
}

/** What the page needs to know before it shows anything. */
export function getConfig(context: HubContext): RequestHandler {
	const { basemaps, timeZone, fms, gauges } = context.settings
	return authenticated(context, ({ response }) => {
		response.json({ basemaps, timeZone, fms, gauges, standing: context.standing, version: context.version })
	})
}

/** Which base maps answer, as this machine sees it: at most a minute old. */
export function getBasemaps(context: HubContext): RequestHandler {
	return authenticated(context, async ({ response }) => {
		const reachable = await context.basemaps.reachable()
		response.json([...reachable].map(([id, answers]) => ({ id, reachable: answers })))
	})
}
