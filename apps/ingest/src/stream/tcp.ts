import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { Framer } from '@lagebild/feeds/frame/framer.ts'
import { rawBytes } from '@lagebild/feeds/text.ts'
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
/** What has no end yet is a message when nothing more came for so long: what was lost on the way is sent again by then. */
const REST_MS = 10_000

/** A connection to a port whose other side speaks in frames, by default in lines. */
export function tcpStream({ host, port, hello, frame }: TcpAddress, reach: StreamReach): Stream {
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

type Framed = {
	readonly push: (bytes: Uint8Array) => boolean
	/** @param isWhole the other side had said all that it wanted to say: a line that was cut is no message, and half a figure no value */
	readonly end: (isWhole: boolean) => void
}

/** `isPaused`: nothing is read by our own will, so that no silence means anything. */
type Framing = { readonly maxBytes: number; readonly isPaused: () => boolean }

function framedInto(ears: Ears, framer: Framer, { maxBytes, isPaused }: Framing): Framed {
	let rest: NodeJS.Timeout | undefined
	const hearAll = (messages: readonly Uint8Array[]): boolean => messages.map((bytes) => ears.hear({ bytes })).every(Boolean)
	const flush = (): void => {
		hearAll(framer.rest())
	}
	const wait = (): void => {
		rest = setTimeout(() => (isPaused() ? wait() : flush()), REST_MS)
	}
	return {
		push: (bytes) => {
			clearTimeout(rest)
			ears.alive()
			const wantsMore = hearAll(framer.push(bytes))
			for (const beginning of framer.overlong?.() ?? []) ears.refuse(overlong(beginning, undefined, maxBytes))
			wait()
			return wantsMore
		},
		end: (isWhole) => {
			clearTimeout(rest)
			if (isWhole) flush()
			else for (const bytes of framer.rest()) ears.refuse(cutOff(bytes))
		},
	}
}

function cutOff(bytes: Uint8Array): Reject {
	return { reason: 'cut-off', message: 'the connection was cut in the middle of a message', raw: rawBytes(bytes) }
}
