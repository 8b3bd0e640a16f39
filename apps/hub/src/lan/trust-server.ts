import type { IncomingMessage } from 'node:http'

import express from 'express'
import type { Express, RequestHandler } from 'express'
import helmet from 'helmet'
import { renderSVG } from 'uqr'

import { derOf } from './certificate.ts'
import { TRUST_CSS, trustPage } from './trust-page.ts'
import type { Language } from './trust-texts.ts'

export type Trust = {
	readonly name: string
	readonly trustUrl: string
	readonly fieldUrl: string
	readonly addresses: readonly string[]
	/** Absent: a certificate of the operator's own is used. */
	readonly authority?: { readonly certificate: string; readonly fingerprint: string }
}

const ICON =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b5cad"/><path d="M4 8l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>'

/**
 * The one page that is served without TLS, because whoever reads it cannot check a certificate yet. It holds nothing secret, takes nothing
 * and knows nobody. What it says is asked for anew each time: addresses change.
 */
export function trustApp(trust: () => Trust): Express {
	const app = express()
	app.disable('x-powered-by')
	app.disable('etag')
	app.set('query parser', 'simple')
	app.use(headers)
	app.get('/', (request, response) => {
		const { authority, ...rest } = trust()
		const page = { ...rest, language: languageOf(request, request.query['lang']), ...(authority && { fingerprint: authority.fingerprint }) }
		response.type('html').send(trustPage(page))
	})
	app.get('/trust.css', (_request, response) => void response.type('css').send(TRUST_CSS))
	app.get('/icon.svg', (_request, response) => void response.type('svg').send(ICON))
	app.get('/trust.svg', (_request, response) => void response.type('svg').send(qr(trust().trustUrl)))
	app.get('/field.svg', (_request, response) => void response.type('svg').send(qr(trust().fieldUrl)))
	app.get(
		'/lagebild-ca.crt',
		certificate(trust, 'application/x-x509-ca-cert', (pem) => Buffer.from(derOf(pem))),
	)
	app.get(
		'/lagebild-ca.pem',
		certificate(trust, 'application/x-pem-file', (pem) => Buffer.from(pem)),
	)
	app.use((_request, response) => void response.status(404).type('text').send('not found\n'))
	return app
}

/** Android takes the type for an authority, iPadOS for a profile, Windows goes by the ending. */
function certificate(trust: () => Trust, type: string, bytes: (pem: string) => Buffer): RequestHandler {
	return (request, response) => {
		const { authority } = trust()
		if (authority) {
			response.setHeader('content-disposition', `attachment; filename="${request.path.slice(1)}"`)
			response.setHeader('content-type', type)
			response.end(bytes(authority.certificate))
		} else response.status(404).type('text').send('not found\n')
	}
}

function qr(text: string): string {
	return renderSVG(text, { border: 2, ecc: 'M' })
}

function languageOf(request: IncomingMessage & { acceptsLanguages: (...of: string[]) => string | false }, wish: unknown): Language {
	if (wish === 'de' || wish === 'en') return wish
	return request.acceptsLanguages('de', 'en') === 'en' ? 'en' : 'de'
}

const headers: RequestHandler = helmet({
	contentSecurityPolicy: {
		useDefaults: false,
		directives: {
			defaultSrc: ["'none'"],
			styleSrc: ["'self'"],
			imgSrc: ["'self'"],
			formAction: ["'none'"],
			baseUri: ["'none'"],
			frameAncestors: ["'none'"],
		},
	},
	strictTransportSecurity: false,
	crossOriginOpenerPolicy: false,
	originAgentCluster: false,
	referrerPolicy: { policy: 'no-referrer' },
})
