import { statSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'

import type { RequestHandler } from 'express'
import sirv from 'sirv'

import { page } from './page.ts'

const YEAR = 'public, max-age=31536000, immutable'

/** A page of its own below `/field/`, with a worker of that scope: without the last stroke its addresses would be those of the command post. */
export const fieldAtItsFolder: RequestHandler = (request, response, next) => {
	if (request.path === '/field') response.redirect(308, '/field/')
	else next()
}

const LOOK_MS = 1_000

/**
 * A built page with history fallback. The folder is read whole when it is first there and when it was built anew, so a build beside a running hub
 * takes effect without a restart; whoever is served while it goes on gets no whole file, and tries again.
 */
export function serveWeb(folder: string): RequestHandler {
	let lookedAt = -Infinity
	let built: number | undefined
	let serve: RequestHandler | undefined
	const look = (): void => {
		if (serve && performance.now() - lookedAt < LOOK_MS) return
		lookedAt = performance.now()
		const now = statSync(path.join(folder, 'index.html'), { throwIfNoEntry: false })?.mtimeMs
		if (now !== built) serve = now === undefined ? undefined : open(folder)
		built = now
	}
	return (request, response, next) => {
		look()
		/** A file that has gone since would be an error that nobody takes, and end the hub. */
		response.once('pipe', (file: Readable) => file.once('error', () => response.destroy()))
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
