import type { IncomingMessage, ServerResponse } from 'node:http'

import { Places } from '../places.ts'
import type { HubServer, HubSocket } from './outlets.ts'

/** Whoever has not said by then who it is, and been let in, is cut off. */
export const HANDSHAKE_MS = 10_000
/** Connections that nobody has let in yet. */
const MOST = 2_000

type Waiting = {
	/** Whether this request may open one more connection, or speaks over one that is open. */
	readonly mayEnter: (request: IncomingMessage) => boolean
	/** It was let in. */
	readonly leave: (socket: HubSocket) => void
}

type WaitingOptions = { readonly addressOf: (request: IncomingMessage) => string; readonly most?: number }

/** Counts who has a connection and no place in an operation yet, by address (G13). What polling answers is marked as what it is. */
export function watchWaiting({ engine }: HubServer, { addressOf, most = MOST }: WaitingOptions): Waiting {
	const places = new Places(most)
	const waiting = new Map<unknown, string>()
	const leave = (connection: unknown): void => {
		const address = waiting.get(connection)
		if (address === undefined) return
		waiting.delete(connection)
		places.leave(address)
	}
	engine.on('connection', (connection: HubSocket['conn']) => {
		const address = addressOf(connection.request)
		if (!places.take(address)) return
		waiting.set(connection, address)
		connection.once('close', () => {
			leave(connection)
		})
	})
	engine.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
		response.setHeader('x-content-type-options', 'nosniff')
		next()
	})
	return {
		mayEnter: (request) => speaksOn(request) || places.isFreeFor(addressOf(request)),
		leave: ({ conn }) => {
			leave(conn)
		},
	}
}

/** Over a connection that is open. */
function speaksOn({ url = '' }: IncomingMessage): boolean {
	return new URLSearchParams(url.split('?')[1] ?? '').has('sid')
}
