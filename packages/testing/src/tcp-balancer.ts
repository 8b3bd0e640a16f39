import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** What stands before several hubs: each connection goes to the next one that takes it, whoever it is from. */
export type TcpBalancer = { readonly port: number; readonly close: () => Promise<void> }

export async function startTcpBalancer(targets: () => readonly number[]): Promise<TcpBalancer> {
	let turn = 0
	const sockets = new Set<Socket>()
	const keep = (socket: Socket) => {
		sockets.add(socket)
		socket.on('close', () => sockets.delete(socket))
	}
	const server = createServer({ noDelay: true }, (client) => {
		keep(client)
		const ports = targets()
		turn++
		join(client, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)], keep)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		close: async () => {
			for (const socket of sockets) socket.destroy()
			server.close()
			await once(server, 'close')
		},
	}
}

function join(client: Socket, [port, ...others]: readonly number[], keep: (socket: Socket) => void): void {
	if (port === undefined) {
		client.destroy()
		return
	}
	const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
	const refused = () => join(client, others, keep)
	upstream.once('error', refused)
	upstream.once('connect', () => {
		keep(upstream)
		upstream.off('error', refused)
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			socket.on('error', () => other.destroy())
			socket.on('close', () => other.destroy())
		}
		client.pipe(upstream).pipe(client)
	})
}
