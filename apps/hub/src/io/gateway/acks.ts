import { ackBegin, ackInBytes } from './ack-bytes.ts'
import type { HubSocket } from './outlets.ts'
import { lookAtBytes } from './receiver.ts'

type Take = (frame: number) => void

/** Of one connection: who takes acknowledgements, by namespace, and what each begins with. */
type Taken = { readonly takers: Map<string, Take>; begin: Uint8Array | undefined; readonly few: () => boolean }

const connections = new WeakMap<HubSocket['conn'], Taken>()

/**
 * F8: takes acknowledgements, which thousands of viewers send every second, where their bytes come to the WebSocket, before it, Engine.IO and
 * Socket.IO parse and queue them; over polling, and where a connection has several namespaces, before Socket.IO does. Every other message, an
 * acknowledgement that is written otherwise, and more of them than any client of ours says, which are limited there (G15), go on the way of all. Where the connection
 * is not as expected, all do. A connection is listened to once, however often somebody enters a namespace over it.
 */
export function takeAcks({ conn, nsp }: Pick<HubSocket, 'conn' | 'nsp'>, onAck: Take): void {
	const taken = connections.get(conn) ?? listen(conn)
	if (!taken) return
	taken.takers.set(nsp.name, onAck)
	taken.begin = taken.takers.size === 1 ? beginFor(nsp) : undefined
}

/** One for all who are in it. */
const begins = new WeakMap<HubSocket['nsp'], Uint8Array>()

function beginFor(nsp: HubSocket['nsp']): Uint8Array {
	const begin = begins.get(nsp) ?? ackBegin(nsp.name)
	begins.set(nsp, begin)
	return begin
}

function listen(conn: HubSocket['conn']): Taken | undefined {
	const [read, ...others] = conn.listeners('data')
	if (!read || others.length > 0) return undefined
	const taken: Taken = { takers: new Map(), begin: undefined, few: counter() }
	connections.set(conn, taken)
	conn.removeAllListeners('data')
	conn.on('data', (data: unknown) => {
		const ack = ackIn(data)
		const take = ack && taken.takers.get(ack.namespace)
		if (take && taken.few()) take(ack.frame)
		else Reflect.apply(read, conn, [data])
	})
	lookAtBytes(conn, (bytes, length) => takeBytes(taken, bytes, length))
	return taken
}

function takeBytes({ takers, begin, few }: Taken, bytes: Uint8Array, length: number): boolean {
	const frame = begin && ackInBytes(bytes, begin, length)
	if (frame === undefined || !few()) return false
	for (const take of takers.values()) take(frame)
	return true
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
