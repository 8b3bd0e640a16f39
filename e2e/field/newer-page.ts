import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'

/** A hub as its tablets see it, which can be given a newer page, and can be out of reach beyond the page. */
export type PageServer = {
	readonly port: number
	readonly release: () => void
	readonly cut: () => void
	readonly heal: () => void
	readonly close: () => Promise<void>
}

const WORKER = '/field/service-worker.js'

export async function startPageServer(hub: number): Promise<PageServer> {
	let [isNewer, isCut] = [false, false]
	const server = createServer((asked, response) => {
		const { method, url = '', headers } = asked
		if (isCut && !url.startsWith('/field/')) return void response.destroy()
		const { 'if-none-match': _known, 'if-modified-since': _since, ...said } = headers
		const onward = request({ host: '127.0.0.1', port: hub, method, path: url, headers: { ...said, 'accept-encoding': 'identity' } })
		onward.on('error', () => response.destroy())
		onward.on('response', (answer) => {
			const isAnother = isNewer && url === WORKER && answer.statusCode === 200
			const { 'content-length': _length, etag: _tag, ...rest } = answer.headers
			response.writeHead(answer.statusCode ?? 502, isAnother ? rest : answer.headers)
			if (!isAnother) return void answer.pipe(response)
			answer.pipe(response, { end: false })
			answer.on('end', () => response.end('\n/* newer */'))
		})
		asked.pipe(onward)
	})
	server.on('upgrade', (asked, socket, head) => {
		if (isCut) return void socket.destroy()
		const upstream = connect(hub, '127.0.0.1', () => {
			const lines = Array.from({ length: asked.rawHeaders.length / 2 }, (_, n) => asked.rawHeaders.slice(2 * n, 2 * n + 2).join(': '))
			upstream.write([`GET ${asked.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
			upstream.write(head)
			socket.pipe(upstream).pipe(socket)
		})
		upgraded.add(() => socket.destroy())
		socket.on('error', () => upstream.destroy())
		upstream.on('error', () => socket.destroy())
	})
	const upgraded = new Set<() => void>()
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	const drop = () => {
		for (const end of upgraded) end()
		upgraded.clear()
	}
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		release: () => {
			isNewer = true
		},
		cut: () => {
			isCut = true
			drop()
		},
		heal: () => {
			isCut = false
		},
		close: async () => {
			drop()
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}
