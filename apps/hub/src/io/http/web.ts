import { existsSync } from 'node:fs'
import path from 'node:path'

import type { RequestHandler } from 'express'
import sirv from 'sirv'

import { page } from './page.ts'

const YEAR = 'public, max-age=31536000, immutable'

/** A page of its own below `/field/`, with a worker of that scope: without the last stroke its addresses would be those of the command post. */
export const fieldAtItsFolder: RequestHandler = (request, response, next) => {
	if (request.path === '/field') response.redirect(308, '/field/')
	else next()
}

/**
 * A built page with history fallback. The folder is read once, when it is first there: a hub that was started before the
 * build serves it without a restart.
 */
export function serveWeb(folder: string): RequestHandler {
	let serve: RequestHandler | undefined
	return (request, response, next) => {
		serve ??= existsSync(path.join(folder, 'index.html')) ? open(folder) : undefined
		if (serve) void serve(request, response, next)
		else response.status(503).type('html').send(NOT_BUILT)
	}
}

function open(folder: string): RequestHandler {
	return sirv(folder, {
		brotli: true,
		gzip: true,
		etag: true,
		single: true,
		setHeaders: (response, file) => {
			response.setHeader('cache-control', file.startsWith('/assets/') ? YEAR : 'no-cache')
			if (file.endsWith('.pmtiles')) response.setHeader('content-type', 'application/vnd.pmtiles')
		},
	})
}

const NOT_BUILT = page('Lagebild', [
	'The hub is running, but this page has not been built.',
	'Build it with <code>npm start</code>, and reload this page.',
])
