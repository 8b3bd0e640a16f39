import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'

export type Served = { readonly url: string; readonly port: number; readonly close: () => Promise<void> }

/** A server on a free port of the loopback interface, or on a given one. */
export async function serve(listener: RequestListener, port = 0): Promise<Served> {
	const server = createServer(listener)
	server.listen(port, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	if (typeof address !== 'object' || address === null) throw new Error('no port')
	return {
		url: `http://127.0.0.1:${address.port}`,
		port: address.port,
		close: async () => {
			if (!server.listening) return
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = ''
	for await (const chunk of request) text += String(chunk)
	return text
}
