import { Router } from 'express'

import type { HubContext } from './context.ts'
import { nextCommands, postCommand } from './feed-commands.ts'
import { getCheck, getFeedHistory, getSample, postCheck, postSample, postVitals } from './feed-figures.ts'
import { discardRejects, getReject, listRejects, postRejects, postResults, rerunRejects } from './feed-rejects.ts'
import { listFeeds } from './feeds.ts'

export function feedRoutes(context: HubContext): Router {
	const router = Router()
	router.get('/v1/feeds', listFeeds(context))
	router.post('/v1/feeds/:id/vitals', postVitals(context))
	router.get('/v1/feeds/:id/sample', getSample(context))
	router.post('/v1/feeds/:id/sample', postSample(context))
	router.get('/v1/feeds/:id/history', getFeedHistory(context))
	router.get('/v1/feeds/:id/check', getCheck(context))
	router.post('/v1/feeds/:id/check', postCheck(context))
	router.get('/v1/feeds/:id/commands', nextCommands(context))
	router.post('/v1/feeds/:id/commands', postCommand(context))
	router.get('/v1/feeds/:id/rejects', listRejects(context))
	router.post('/v1/feeds/:id/rejects', postRejects(context))
	router.post('/v1/feeds/:id/rejects/discard', discardRejects(context))
	router.post('/v1/feeds/:id/rejects/rerun', rerunRejects(context))
	router.post('/v1/feeds/:id/rejects/results', postResults(context))
	router.get('/v1/feeds/:id/rejects/:reject', getReject(context))
	return router
}
