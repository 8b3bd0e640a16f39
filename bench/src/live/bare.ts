/** The least that could answer those who join: Socket.IO, and one body that is the same for all. Told of it and its port told by `join.ts`. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

import { Server } from 'socket.io'

const [file = ''] = process.argv.slice(2)
const body = readFileSync(file)

const server = createServer((_request, response) => {
	response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': body.length })
	response.end(body)
})
new Server(server, { serveClient: false, perMessageDeflate: false }).of(/^\/operations\//).on('connection', (socket) => {
	socket.emit('welcome', {})
})
server.listen({ host: '127.0.0.1', port: 0 }, () => {
	const address = server.address()
	if (typeof address === 'object') process.send?.({ port: address?.port })
})
process.on('disconnect', () => process.exit())
