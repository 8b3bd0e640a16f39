import type { HubSocket } from './outlets.ts'

/**
 * F8: takes acknowledgements, which thousands of viewers send every second, where they come out of the WebSocket, before Socket.IO parses and queues them. Every other
 * message, and an acknowledgement that is written otherwise, goes on to Socket.IO. Where the connection is not as expected, all do.
 */
export function takeAcks({ conn, nsp }: Pick<HubSocket, 'conn' | 'nsp'>, onAck: (frame: number) => void): void {
	const [read, ...others] = conn.listeners('data')
	if (!read || others.length > 0) return
	const before = `2${nsp.name},["ack",{"frame":`
	conn.removeAllListeners('data')
	conn.on('data', (data: unknown) => {
		const frame = frameIn(data, before)
		if (frame === undefined) Reflect.apply(read, conn, [data])
		else onAck(frame)
	})
}

const AFTER = '}]'
/** Fewer than a number holds exactly. */
const MOST_DIGITS = 15

function frameIn(data: unknown, before: string): number | undefined {
	if (typeof data !== 'string' || data.length > before.length + MOST_DIGITS + AFTER.length) return undefined
	if (!data.startsWith(before) || !data.endsWith(AFTER)) return undefined
	const digits = data.slice(before.length, -AFTER.length)
	return /^(?:0|[1-9]\d*)$/.test(digits) ? Number(digits) : undefined
}
