import type { IncomingMessage, ServerResponse } from 'node:http'

import type { HubServer, HubSocket } from './outlets.ts'

/** Whoever has not said by then who it is, and been let in, is cut off. */
export const HANDSHAKE_MS = 10_000
/** Connections that nobody has let in yet. */
const MOST = 2_000

type Waiting = {
	/** Whether this request may open one more connection, or speaks over one that is open. */
	readonly mayEnter: (request: Pick<IncomingMessage, 'url'>) => boolean
	/** It was let in. */
	readonly leave: (socket: HubSocket) => void
}

/** Counts who has a connection and no place in an operation yet. What polling answers is marked as what it is. */
export function watchWaiting({ engine }: HubServer, most = MOST): Waiting {
	const waiting = new Set<unknown>()
	engine.on('connection', (connection: HubSocket['conn']) => {
		waiting.add(connection)
		connection.once('close', () => {
			waiting.delete(connection)
		})
	})
	engine.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
		response.setHeader('x-content-type-options', 'nosniff')
		next()
	})
	return {
		mayEnter: ({ url = '' }) => waiting.size < most || new URLSearchParams(url.split('?')[1] ?? '').has('sid'),
		leave: ({ conn }) => void waiting.delete(conn),
	}
}
