import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** `asked`: before the request arrives. `answered`: it arrived, and its answer does not come back. */
export type CutWhen = 'asked' | 'answered'

/** A link to a server that is cut at a word of the client, once for each time it is armed. */
export type CuttingProxy = {
	readonly port: number
	readonly cutAt: (word: string, when: CutWhen) => void
	/** Cuts that happened. */
	readonly cuts: () => number
	readonly close: () => Promise<void>
}

export async function cuttingProxy(target: number): Promise<CuttingProxy> {
	let armed: { readonly word: string; readonly when: CutWhen } | undefined
	let cuts = 0
	const sockets = new Set<Socket>()
	const server = createServer((client) => {
		const upstream = connect({ port: target, host: '127.0.0.1' })
		let mute = false
		const cut = (): void => {
			cuts += 1
			client.destroy()
			upstream.destroy()
		}
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket)
			socket.on('error', () => other.destroy())
			socket.on('close', () => other.destroy())
		}
		client.on('data', (chunk) => {
			const hit = armed !== undefined && chunk.includes(armed.word) ? armed.when : undefined
			if (hit) armed = undefined
			if (hit === 'asked') return cut()
			mute ||= hit === 'answered'
			upstream.write(chunk)
		})
		upstream.on('data', (chunk) => {
			if (mute) cut()
			else client.write(chunk)
		})
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		cutAt: (word, when) => {
			armed = { word, when }
		},
		cuts: () => cuts,
		close: async () => {
			for (const socket of sockets) socket.destroy()
			server.close()
			await once(server, 'close')
		},
	}
}
