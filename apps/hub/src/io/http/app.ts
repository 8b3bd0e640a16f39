import { fault } from '@lagebild/model/fault.ts'
import express, { Router } from 'express'
import type { Express, RequestHandler } from 'express'

import { accessRoutes } from './access-routes.ts'
import { auditRefusal } from './audit.ts'
import { getChanges } from './changes.ts'
import type { HubContext } from './context.ts'
import { deviceRoutes } from './device-routes.ts'
import { getEntity, getHistory } from './entity.ts'
import { postErasures } from './erasures.ts'
import { getExplanation } from './explain.ts'
import { answerRest, faultIn, sendFault } from './faults.ts'
import { isWaiting } from './feed-commands.ts'
import { feedRoutes } from './feed-routes.ts'
import { getFigures } from './figures.ts'
import { getFilm } from './film.ts'
import { getMetrics, healthz, readyz } from './health.ts'
import { getCheckpoint, getJournal } from './journal.ts'
import { getMasterDataLists, getMasterDataTemplate, postMasterData } from './master-data.ts'
import { oidcRoutes } from './oidc.ts'
import { getFunctions, putFunction } from './operation-functions.ts'
import { createOperation, listOperations, patchOperation, stepOperation } from './operations.ts'
import { getOverlay, getOverlays } from './overlays.ts'
import { getPhoto, getPhotosOf, postPhoto } from './photos.ts'
import { getPicture } from './picture.ts'
import { noStore, securityHeaders } from './policy.ts'
import { requestLog } from './request-log.ts'
import { getRows } from './rows.ts'
import { getSchema, listSchemas } from './schema.ts'
import { getSeries } from './series.ts'
import { getBasemaps, getConfig, getSession } from './session.ts'
import { signIn } from './sign-in.ts'
import { getStream } from './stream.ts'
import { postEvents, postMeasurements } from './submit.ts'
import { fieldAtItsFolder, serveWeb } from './web.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every address of the hub, in the order in which they are tried. */
export function createApp(context: HubContext): Express {
	const app = express()
	app.disable('x-powered-by')
	app.disable('etag')
	app.set('query parser', 'simple')
	/** They say that the outside is TLS, and who asks. */
	app.set('trust proxy', context.settings.trustedProxies)
	const routes = root(context)
	app.use((request, response) => {
		routes(request, response, (error?: unknown) => {
			answerRest({ request, response }, error, context.log)
		})
	})
	return app
}

function root(context: HubContext): Router {
	const router = Router()
	router.use(requestLog(context.log), counted(context), securityHeaders(context.settings))
	/** First, because a thousand may ask for it at once. */
	router.get('/api/v1/operations/:op/rows', noStore, whileOpen(context), getRows(context))
	router.get('/healthz', noStore, healthz)
	router.get('/readyz', noStore, readyz(context))
	router.get('/metrics', noStore, getMetrics(context))
	router.head(/^\/sign-in/, nothingBegins)
	router.get('/sign-in', signIn(context))
	router.use(oidcRoutes(context))
	router.use('/api', noStore, whileOpen(context), api(context), nothingHere)
	router.use(fieldAtItsFolder)
	router.use('/field/', serveWeb(context.fieldFolder))
	router.use(serveWeb(context.webFolder))
	return router
}

/** Until every operation is there, none of them can be said not to exist. */
function whileOpen({ operations }: HubContext): RequestHandler {
	return (_request, response, next) => {
		if (operations.open) next()
		else sendFault(response, fault('not-ready'))
	}
}

/** Programs look at a link before a person follows it: that uses up no code and begins nothing at a provider. */
const nothingBegins: RequestHandler = (_request, response) => {
	response.setHeader('cache-control', 'no-store')
	response.setHeader('allow', 'GET')
	response.status(405).end()
}

/** An unknown address of the interface is a fault, never the page. */
const nothingHere: RequestHandler = (_request, response) => {
	sendFault(response, fault('not-found'))
}

function api(context: HubContext): Router {
	const router = Router()
	router.get('/v1/session', getSession(context))
	router.use(accessRoutes(context))
	router.use(deviceRoutes(context))
	router.get('/v1/config', getConfig(context))
	router.get('/v1/basemaps', getBasemaps(context))
	router.get('/v1/overlays', getOverlays(context))
	router.get('/v1/overlays/:id', getOverlay(context))
	router.get('/v1/schema', listSchemas(context))
	router.get('/v1/schema/:name', getSchema(context))
	router.get('/v1/operations', listOperations(context))
	router.post('/v1/operations', createOperation(context))
	router.use(feedRoutes(context))
	router.get('/v1/master-data', getMasterDataLists(context))
	router.get('/v1/master-data/:list/template.csv', getMasterDataTemplate(context))
	router.use(operationRoutes(context))
	router.use(webhookRoutes(context))
	return router
}

function operationRoutes(context: HubContext): Router {
	const router = Router()
	router.patch('/v1/operations/:op', patchOperation(context))
	router.post('/v1/operations/:op/state', stepOperation(context))
	router.get('/v1/operations/:op/functions', getFunctions(context))
	router.put('/v1/operations/:op/functions', putFunction(context))
	router.post('/v1/operations/:op/events', postEvents(context))
	router.post('/v1/operations/:op/measurements', postMeasurements(context))
	router.post('/v1/operations/:op/master-data', postMasterData(context))
	router.post('/v1/operations/:op/erasures', postErasures(context))
	router.post('/v1/operations/:op/photos', postPhoto(context))
	router.get('/v1/operations/:op/entities/:id/photos', getPhotosOf(context))
	router.get('/v1/operations/:op/photos/:sha256', getPhoto(context))
	router.get('/v1/operations/:op/picture', getPicture(context))
	router.get('/v1/operations/:op/stream', getStream(context))
	router.get('/v1/operations/:op/changes', getChanges(context))
	router.get('/v1/operations/:op/film', getFilm(context))
	router.get('/v1/operations/:op/figures', getFigures(context))
	router.get('/v1/operations/:op/journal', getJournal(context))
	router.get('/v1/operations/:op/checkpoint', getCheckpoint(context))
	router.get('/v1/operations/:op/entities/:id', getEntity(context))
	router.get('/v1/operations/:op/entities/:id/history', getHistory(context))
	router.get('/v1/operations/:op/entities/:id/explain', getExplanation(context))
	router.get('/v1/operations/:op/entities/:id/series', getSeries(context))
	return router
}

function counted({ metrics, access }: HubContext): RequestHandler {
	return (request, response, next) => {
		const begun = performance.now()
		response.once('finish', () => {
			if (!isWaiting(request)) metrics.requestSeconds.observe({ method: request.method }, (performance.now() - begun) / 1_000)
			metrics.requests.inc({ method: request.method, status: response.statusCode })
			const told = faultIn(response)
			if (!told) return
			metrics.faults.inc({ fault: told })
			auditRefusal({ access }, request, told)
		})
		next()
	}
}
