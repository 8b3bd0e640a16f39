import { once } from 'node:events'
import { createServer } from 'node:http'

/** What stands between a tablet and the network in a station or a hotel: it answers 200 to everything, with a page of its own. */
export type Portal = { readonly port: number; readonly asked: () => readonly string[]; readonly close: () => Promise<void> }

const PAGE = '<!doctype html><title>WLAN</title><h1>Willkommen</h1><p>Bitte den Nutzungsbedingungen zustimmen.</p>'

export async function startPortal(): Promise<Portal> {
	const asked: string[] = []
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${(request.url ?? '').split('?')[0]}`)
		request.resume()
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		asked: () => asked,
		close: async () => {
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}
