import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** A TCP link that a test can cut, stall, delay and slow down: what a tablet's radio, or a network between servers, does. Loopback only. */
export type TcpProxy = {
	readonly port: number
	/** Ends every connection and refuses new ones until `heal`. */
	readonly cut: () => void
	/** Keeps connections open and lets nothing through until `heal`, as a network that lost its route. */
	readonly stall: () => void
	readonly heal: () => void
	/** Both ways, ms; 0: none. */
	readonly delay: (ms: number) => void
	/** Towards the client, and from it if that is told; undefined: unlimited. */
	readonly limit: (bytesPerSecond: number | undefined, fromClient?: number) => void
	/** Ends every connection; new ones go to another port of this machine, as where somebody else answers, until they are sent back without one. */
	readonly divert: (port?: number) => void
	/** The next message of a client with this text reaches the server; its connection ends before an answer comes back. */
	readonly trap: (text: string) => Promise<void>
	/** Bytes that went towards clients. */
	readonly delivered: () => number
	/** Bytes that came from clients. */
	readonly sent: () => number
	readonly close: () => Promise<void>
}

type Trap = { readonly text: string; readonly sprung: () => void }
type Link = {
	open: boolean
	stalled: boolean
	delayMs: number
	bytesPerSecond: number | undefined
	fromClient: number | undefined
	target: number
	delivered: number
	sent: number
	trap: Trap | undefined
	/** What waits goes on. */
	readonly wake: Set<() => void>
}
/** One direction of one connection. */
type Way = { readonly from: Socket; readonly to: Socket; readonly link: Link; readonly towardsClient: boolean }

const SLICE_MS = 50
/** What one direction holds back at most; the kernel's buffers hold back the rest, as on a real link. */
const HELD_BYTES = 256 * 1024
/** Time for the server to do what it was told before the connection ends. */
const TRAP_MS = 100

function pump({ from, to, link, towardsClient }: Way): void {
	const waiting: { chunk: Buffer; readonly due: number }[] = []
	let queued = 0
	const rate = () => (towardsClient ? link.bytesPerSecond : link.fromClient)
	const passes = (due: number) => !link.stalled && due <= performance.now() && !to.writableNeedDrain
	const flush = (budget = rate() === undefined ? Number.POSITIVE_INFINITY : 0): void => {
		pass(budget)
		if (queued < most()) from.resume()
		if (from.readableEnded && queued === 0) to.end()
	}
	const pass = (budget: number): void => {
		let left = budget
		for (let [head] = waiting; head && left > 0 && passes(head.due); [head] = waiting) {
			const part = head.chunk.subarray(0, Math.min(head.chunk.length, left))
			head.chunk = head.chunk.subarray(part.length)
			if (head.chunk.length === 0) waiting.shift()
			to.write(part)
			left -= part.length
			queued -= part.length
			if (towardsClient) link.delivered += part.length
			else link.sent += part.length
		}
	}
	const most = () => Math.min(HELD_BYTES, (rate() ?? Number.POSITIVE_INFINITY) / 4)
	const wake = () => flush()
	from.on('data', (chunk: Buffer) => {
		const { delayMs } = link
		waiting.push({ chunk, due: delayMs === 0 ? 0 : performance.now() + delayMs })
		queued += chunk.length
		flush()
		if (delayMs > 0) setTimeout(wake, delayMs + 1)
		if (queued > most()) from.pause()
	})
	from.on('end', wake)
	to.on('drain', wake)
	link.wake.add(wake)
	const timer = setInterval(() => flush(((rate() ?? Number.POSITIVE_INFINITY) * SLICE_MS) / 1000), SLICE_MS)
	to.on('close', () => {
		clearInterval(timer)
		link.wake.delete(wake)
	})
	from.on('close', () => {
		if (queued === 0 || from.errored || !link.open) to.destroy()
	})
}

/** The server gets the message; whoever sent it never hears what became of it. */
function watchTrap(client: Socket, upstream: Socket, link: Link): void {
	client.on('data', (chunk: Buffer) => {
		const { trap } = link
		if (!trap || !chunk.includes(trap.text)) return
		link.trap = undefined
		upstream.removeAllListeners('data')
		upstream.on('data', () => undefined)
		setTimeout(() => {
			client.destroy()
			upstream.destroy()
			trap.sprung()
		}, TRAP_MS)
	})
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
	const link: Link = {
		open: true,
		stalled: false,
		delayMs: 0,
		bytesPerSecond: undefined,
		fromClient: undefined,
		target,
		delivered: 0,
		sent: 0,
		trap: undefined,
		wake: new Set(),
	}
	const sockets = new Set<Socket>()
	const server = createServer({ highWaterMark: 4_096, noDelay: true }, (client) => {
		if (!link.open) {
			client.destroy()
			return
		}
		const upstream = connect({ port: link.target, host: '127.0.0.1', noDelay: true })
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket)
			socket.on('error', () => other.destroy())
			socket.on('close', () => sockets.delete(socket))
		}
		pump({ from: client, to: upstream, link, towardsClient: false })
		pump({ from: upstream, to: client, link, towardsClient: true })
		watchTrap(client, upstream, link)
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
		stall: () => {
			link.stalled = true
		},
		heal: () => {
			link.open = true
			link.stalled = false
			for (const wake of link.wake) wake()
		},
		delay: (ms) => {
			link.delayMs = ms
		},
		limit: (bytesPerSecond, fromClient) => {
			link.bytesPerSecond = bytesPerSecond
			link.fromClient = fromClient
		},
		divert: (port = target) => {
			link.target = port
			drop()
		},
		trap: (text) =>
			new Promise((resolve) => {
				link.trap = { text, sprung: resolve }
			}),
		delivered: () => link.delivered,
		sent: () => link.sent,
		close: async () => {
			drop()
			server.close()
			await once(server, 'close')
		},
	}
}
