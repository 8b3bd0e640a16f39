import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** A TCP link that a test can cut, stall and slow down: what a tablet's radio does. Loopback only. */
export type TcpProxy = {
	readonly port: number
	/** Ends every connection and refuses new ones until `heal`. */
	readonly cut: () => void
	readonly heal: () => void
	/** Towards the client; undefined: unlimited. */
	readonly limit: (bytesPerSecond: number | undefined) => void
	/** Bytes that went towards clients. */
	readonly delivered: () => number
	readonly close: () => Promise<void>
}

type Link = { open: boolean; bytesPerSecond: number | undefined; delivered: number }

const SLICE_MS = 50

/** Passes on what the rate allows in each slice; the kernel's buffers hold back the rest, as on a real slow link. */
function slowly(from: Socket, to: Socket, link: Link): void {
	const waiting: Buffer[] = []
	let queued = 0
	from.on('data', (chunk: Buffer) => {
		waiting.push(chunk)
		queued += chunk.length
		if (link.bytesPerSecond === undefined) flush(Number.POSITIVE_INFINITY)
		else if (queued > link.bytesPerSecond / 4) from.pause()
	})
	const timer = setInterval(() => flush(((link.bytesPerSecond ?? Number.POSITIVE_INFINITY) * SLICE_MS) / 1000), SLICE_MS)
	from.on('close', () => clearInterval(timer))

	function flush(budget: number): void {
		let left = budget
		while (left > 0) {
			const chunk = waiting.shift()
			if (!chunk) break
			const part = chunk.subarray(0, Math.min(chunk.length, left))
			if (part.length < chunk.length) waiting.unshift(chunk.subarray(part.length))
			to.write(part)
			left -= part.length
			queued -= part.length
			link.delivered += part.length
		}
		if (queued === 0) from.resume()
	}
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
	const link: Link = { open: true, bytesPerSecond: undefined, delivered: 0 }
	const sockets = new Set<Socket>()
	const server = createServer({ highWaterMark: 4_096 }, (client) => {
		if (!link.open) {
			client.destroy()
			return
		}
		const upstream = connect({ port: target, host: '127.0.0.1' })
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket)
			socket.on('error', () => other.destroy())
			socket.on('close', () => {
				sockets.delete(socket)
				other.destroy()
			})
		}
		client.pipe(upstream)
		slowly(upstream, client, link)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	const drop = () => {
		for (const socket of sockets) socket.destroy()
	}
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		cut: () => {
			link.open = false
			drop()
		},
		heal: () => {
			link.open = true
		},
		limit: (bytesPerSecond) => {
			link.bytesPerSecond = bytesPerSecond
		},
		delivered: () => link.delivered,
		close: async () => {
			drop()
			server.close()
			await once(server, 'close')
		},
	}
}
