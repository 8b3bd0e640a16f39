import type { HubSocket } from './outlets.ts'

type Take = (frame: number) => void

/** By namespace, for each connection whose messages pass here first. */
const takers = new WeakMap<HubSocket['conn'], Map<string, Take>>()

/**
 * F8: takes acknowledgements, which thousands of viewers send every second, where they come out of the WebSocket, before Socket.IO parses and queues them. Every other
 * message, an acknowledgement that is written otherwise, and more of them than any client of ours says, which are limited there (G15), go on to Socket.IO. Where the connection is not as expected, all do. A connection is listened to once,
 * however often somebody enters a namespace over it.
 */
export function takeAcks({ conn, nsp }: Pick<HubSocket, 'conn' | 'nsp'>, onAck: Take): void {
	const taken = takers.get(conn) ?? listen(conn)
	taken?.set(nsp.name, onAck)
}

function listen(conn: HubSocket['conn']): Map<string, Take> | undefined {
	const [read, ...others] = conn.listeners('data')
	if (!read || others.length > 0) return undefined
	const taken = new Map<string, Take>()
	takers.set(conn, taken)
	conn.removeAllListeners('data')
	const few = counter()
	conn.on('data', (data: unknown) => {
		const ack = ackIn(data)
		const take = ack && taken.get(ack.namespace)
		if (take && few()) take(ack.frame)
		else Reflect.apply(read, conn, [data])
	})
	return taken
}

/** Of one connection in a second, in all its namespaces. */
const MOST = 50
const SECOND_MS = 1_000

/** @returns whether this is not one of too many */
function counter(): () => boolean {
	let since = -Infinity
	let count = 0
	return () => {
		const now = performance.now()
		if (now - since >= SECOND_MS) [since, count] = [now, 0]
		return ++count <= MOST
	}
}

/** As the client writes it: fewer digits than a number holds exactly, and a namespace that a hub may have. */
const ACK = /^2(?<namespace>\/[^,"]{1,120}),\["ack",\{"frame":(?<frame>0|[1-9]\d{0,14})\}\]$/
const LONGEST = 160

function ackIn(data: unknown): { readonly namespace: string; readonly frame: number } | undefined {
	if (typeof data !== 'string' || data.length > LONGEST) return undefined
	const { namespace, frame } = ACK.exec(data)?.groups ?? {}
	return namespace === undefined ? undefined : { namespace, frame: Number(frame) }
}
