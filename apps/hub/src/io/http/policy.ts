import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

import type { Settings } from '@lagebild/config/read.ts'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Two constant styles that React Aria injects (pressed buttons; overlays on iOS). They change with its version. */
const REACT_ARIA_STYLES = ["'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='", "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='"]

/** `https://{s}.tile.example/{z}/…` is reached at `https://*.tile.example`. */
export function tileHosts(maps: readonly { readonly url: string }[]): readonly string[] {
	const hosts = maps.flatMap(({ url }) => /^https?:\/\/[^/?#\s;,']+/.exec(url)?.[0].replace('{s}', '*') ?? [])
	return [...new Set(hosts)]
}

/** Content policy and the other headers of every answer. The page may reach the hub and the configured maps, nothing else. */
export function securityHeaders({ basemaps, overlays }: Pick<Settings, 'basemaps' | 'overlays'>): RequestHandler {
	/** GeoJSON comes from the hub, wherever it is from. */
	const tiles = tileHosts([...basemaps, ...overlays.filter(({ type }) => type !== 'geojson')])
	return constant(
		helmet({
			contentSecurityPolicy: {
				useDefaults: false,
				directives: {
					defaultSrc: ["'none'"],
					scriptSrc: ["'self'"],
					styleSrc: ["'self'", ...REACT_ARIA_STYLES],
					imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
					connectSrc: ["'self'", ...tiles],
					fontSrc: ["'self'"],
					workerSrc: ["'self'"],
					manifestSrc: ["'self'"],
					formAction: ["'self'"],
					baseUri: ["'none'"],
					frameAncestors: ["'none'"],
				},
			},
			/** As `frameAncestors` says it, for what reads nothing newer. */
			xFrameOptions: { action: 'deny' },
			/** Whether a host is reached by TLS only is its reverse proxy's to say. */
			strictTransportSecurity: false,
			/** Tile servers may ask where a request comes from; they learn the origin, never a path or a code in it. */
			referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
		}),
	)
}

/** What a middleware says of every request alike, asked once. */
function constant(middleware: Middleware): RequestHandler {
	const request = new IncomingMessage(new Socket())
	const response = new ServerResponse(request)
	middleware(request, response, (error) => {
		if (error !== undefined) throw new Error('the headers of every answer cannot be made', { cause: error })
	})
	const headers = response.getHeaderNames().map((name) => [name, response.getHeader(name) ?? ''] as const)
	return (_request, answer, next) => {
		for (const [name, value] of headers) answer.setHeader(name, value)
		next()
	}
}

type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

/** Everything that depends on who asks: a browser must not show it to the next user. */
export const noStore: RequestHandler = (_request, response, next) => {
	response.setHeader('cache-control', 'no-store')
	next()
}
