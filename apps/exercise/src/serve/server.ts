import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

import { serveBsh } from './bsh.ts'
import { serveCap } from './cap.ts'
import type { Context } from './context.ts'
import { serveDwd } from './dwd.ts'
import { serveGeojson } from './geojson.ts'
import { serveNina } from './nina.ts'
import { servePegelonline } from './pegelonline.ts'
import { json, send } from './reply.ts'
import type { Document } from './reply.ts'
import { serveSensorThings } from './sensorthings.ts'
import { serveTtn } from './ttn.ts'
import { serveUsgs } from './usgs.ts'

type Serve = (path: string, query: URLSearchParams, context: Context) => Document | undefined

const SERVERS: readonly (readonly [prefix: string, serve: Serve])[] = [
	['/pegelonline', servePegelonline],
	['/dwd', (path, _query, context) => serveCap('dwd', path, context)],
	['/nina', (path, _query, context) => serveCap('mowas', path, context)],
	['/bsh', (path, _query, context) => serveBsh(path, context)],
	['/geojson', (path, _query, context) => serveGeojson(path, context)],
	['/opendata', (path, _query, context) => serveDwd(path, context)],
	['/warnung', (path, _query, context) => serveNina(path, context)],
	['/sta', serveSensorThings],
	['/ttn', (path, _query, context) => serveTtn(path, context)],
	['/usgs', (path, _query, context) => serveUsgs(path, context)],
]

/** The document at an address of one of the upstream servers. */
export function documentAt(address: string, context: Context): Document {
	const url = URL.parse(address, context.base)
	const found = url && SERVERS.find(([prefix]) => url.pathname.startsWith(`${prefix}/`))
	const document = url && found?.[1](url.pathname.slice(found[0].length), url.searchParams, context)
	return document ?? json({ status: 404, message: 'There is nothing at this address.' }, 404)
}

/** All upstream servers of the exercise behind one port on loopback. */
export function upstreamServer(context: (base: string) => Context): Server {
	return createServer((request: IncomingMessage, response: ServerResponse) => {
		const base = `http://${request.headers.host ?? '127.0.0.1'}`
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			send(request, response, json({ status: 405, message: 'Only GET and HEAD.' }, 405))
			return
		}
		send(request, response, answer(request.url ?? '/', context(base)))
	})
}

function answer(address: string, context: Context): Document {
	try {
		return documentAt(address, context)
	} catch (error) {
		if (error instanceof URIError) return json({ status: 400, message: 'The address is malformed.' }, 400)
		throw error
	}
}
