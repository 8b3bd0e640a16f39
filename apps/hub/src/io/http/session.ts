import type { OverlayConfig } from '@lagebild/config/overlays.ts'
import type { RequestHandler } from 'express'

import { currentSession } from './access-sessions.ts'
import type { HubContext } from './context.ts'
import { listedFor } from './operations.ts'
import { authenticated } from './route.ts'
import { sessionAnswer } from './started-session.ts'

/** Who I am, what I may administer, and which operations I may open. */
export function getSession(context: HubContext): RequestHandler {
	return authenticated(context, (call) => {
		const { grant, response } = call
		const session = currentSession(context, call)
		response.json({ ...sessionAnswer(context, { grant, session }), operations: listedFor(context, grant) })
	})
}

/** What the page needs to know before it shows anything. */
export function getConfig(context: HubContext): RequestHandler {
	const { basemaps, timeZone, fms, gauges } = context.settings
	const overlays = context.settings.overlays.map(shownOverlay)
	return authenticated(context, ({ response }) => {
		response.json({ basemaps, overlays, timeZone, fms, gauges, standing: context.standing, version: context.version })
	})
}

/** GeoJSON is read from the hub: where it keeps or fetches it is nobody's business. */
function shownOverlay({ allowPrivateHosts: _own, ...overlay }: OverlayConfig): Omit<OverlayConfig, 'allowPrivateHosts'> {
	return overlay.type === 'geojson' ? { ...overlay, url: `/api/v1/overlays/${overlay.id}` } : overlay
}

/** Which base maps answer, as this machine sees it: at most a minute old. */
export function getBasemaps(context: HubContext): RequestHandler {
	return authenticated(context, async ({ response }) => {
		const reachable = await context.basemaps.reachable()
		response.json([...reachable].map(([id, answers]) => ({ id, reachable: answers })))
	})
}
