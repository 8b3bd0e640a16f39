import { fault } from '@lagebild/model/fault.ts'
import type { RequestHandler } from 'express'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { authenticated, parameter } from './route.ts'

/** How each overlay of the configuration is, as this machine sees it. */
export function getOverlays({ overlays, ...context }: HubContext): RequestHandler {
	return authenticated({ overlays, ...context }, async ({ response }) => {
		response.json(await overlays.states())
	})
}

/** The GeoJSON of an overlay, whatever address or file it is from. */
export function getOverlay(context: HubContext): RequestHandler {
	return authenticated(context, async ({ request, response }) => {
		const content = await context.overlays.content(parameter(request, 'id'))
		if (!content) return sendFault(response, fault('not-found'))
		if (!content.ok) return sendFault(response, fault('not-ready', `${content.fault.code} ${content.fault.detail}`.trim()))
		response.type('application/geo+json').send(content.value)
	})
}
