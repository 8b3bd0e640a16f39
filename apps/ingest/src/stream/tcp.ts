import type { Framer } from '@lagebild/feeds/frame/framer.ts'
import { lineFramer } from '@lagebild/feeds/frame/lines.ts'
import { guardedSocket } from '@lagebild/outbound/guarded-socket.ts'

import { ending, reasonOf } from './ending.ts'
import { framedInto } from './framed.ts'
import type { Stream, StreamReach } from './stream.ts'

export type TcpAddress = {
	readonly host: string
	readonly port: number
	/** Said as soon as the connection is open. */
	readonly hello: readonly string[]
	/** Absent: lines. */
	readonly frame?: (() => Framer) | undefined
}

/** The kernel asks a silent other side for a sign of life after so long. */
const KEEP_ALIVE_MS = 30_000
/** A connection to a port whose other side speaks in frames, by default in lines. */
export function tcpStream({ host, port, hello, frame = lineFramer }: TcpAddress, reach: StreamReach): Stream {
	return {
		connect: (ears) => {
			const socket = guardedSocket({ host, port }, reach)
			const { ended, end } = ending()
			const framed = framedInto(ears, frame(), { maxBytes: reach.maxBytes, isPaused: () => socket.isPaused() })
			socket.setKeepAlive(true, KEEP_ALIVE_MS)
			socket.once('connect', () => {
				for (const text of hello) socket.write(text)
				ears.ready()
			})
			socket.on('data', (bytes) => {
				if (!framed.push(bytes)) socket.pause()
			})
			socket.once('error', (error) => end({ reason: reasonOf(error) }))
			let isWhole = false
			socket.once('end', () => {
				isWhole = true
			})
			socket.once('close', () => {
				framed.end(isWhole)
				end({ reason: 'the other side closed the connection' })
			})
			return {
				ended,
				resume: () => socket.resume(),
				close: (reason) => {
					end({ reason })
					socket.destroy()
				},
			}
		},
	}
}
