import type { Framer } from '@lagebild/feeds/frame/framer.ts'
import { guardedSocket } from '@lagebild/outbound/guarded-socket.ts'

import { ending, reasonOf } from './ending.ts'
import { overlong } from './stream.ts'
import type { Ears, Stream, StreamReach } from './stream.ts'

export type TcpAddress = {
	readonly host: string
	readonly port: number
	/** Said as soon as the connection is open. */
	readonly hello: readonly string[]
	readonly frame: () => Framer
}

/** The kernel asks a silent other side for a sign of life after so long. */
const KEEP_ALIVE_MS = 30_000
/** What has no end yet is a message when nothing more came for so long. */
const REST_MS = 1_000

/** A connection to a port whose other side speaks in frames, by default in lines. */
export function tcpStream({ host, port, hello, frame }: TcpAddress, reach: StreamReach): Stream {
	return {
		connect: (ears) => {
			const socket = guardedSocket({ host, port }, reach)
			const { ended, end } = ending()
			const framed = framedInto(ears, frame(), reach.maxBytes)
			socket.setKeepAlive(true, KEEP_ALIVE_MS)
			socket.once('connect', () => {
				for (const text of hello) socket.write(text)
				ears.ready()
			})
			socket.on('data', (bytes) => {
				if (!framed.push(bytes)) socket.pause()
			})
			socket.once('error', (error) => end({ reason: reasonOf(error) }))
			socket.once('close', () => {
				framed.end()
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

type Framed = { readonly push: (bytes: Uint8Array) => boolean; readonly end: () => void }

function framedInto(ears: Ears, framer: Framer, maxBytes: number): Framed {
	let rest: NodeJS.Timeout | undefined
	const hearAll = (messages: readonly Uint8Array[]): boolean => messages.map((bytes) => ears.hear({ bytes })).every(Boolean)
	const flush = (): void => {
		hearAll(framer.rest())
	}
	return {
		push: (bytes) => {
			clearTimeout(rest)
			ears.alive()
			const wantsMore = hearAll(framer.push(bytes))
			for (const beginning of framer.overlong?.() ?? []) ears.refuse(overlong(beginning, undefined, maxBytes))
			rest = setTimeout(flush, REST_MS)
			return wantsMore
		},
		end: () => {
			clearTimeout(rest)
			flush()
		},
	}
}
