import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

import type { Framer } from '@lagebild/feeds/frame/framer.ts'

import { ending, reasonOf } from './ending.ts'
import { framedInto } from './framed.ts'
import type { Framed } from './framed.ts'
import { overlong } from './stream.ts'
import type { Ears, Stream, StreamReach } from './stream.ts'

export type UdpAddress = {
	readonly host: string
	readonly port: number
	/** Of a format whose messages may lie in several datagrams; absent: each datagram is one. */
	readonly frame?: (() => Framer) | undefined
}

/** A port that waits for datagrams. Nobody is answered, and what is too much is lost. */
export function udpStream({ host, port, frame }: UdpAddress, { maxBytes }: Pick<StreamReach, 'maxBytes'>): Stream {
	return {
		listens: true,
		loses: true,
		connect: (ears) => {
			const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', reuseAddr: false })
			const { ended, end, hasEnded } = ending()
			const senders = frame && new Senders(ears, frame, maxBytes)
			const close = (reason: string): void => {
				if (hasEnded()) return
				end({ reason })
				senders?.close()
				socket.close()
			}
			socket.on('message', (bytes, { address, port: from }) => {
				ears.alive()
				if (bytes.length > maxBytes) ears.refuse(overlong(bytes, bytes.length, maxBytes))
				else if (senders) senders.push(`${address} ${from}`, bytes)
				else ears.hear({ bytes })
			})
			socket.once('listening', ears.ready)
			socket.once('error', (error) => close(reasonOf(error)))
			socket.bind(port, host)
			return { ended, resume: () => undefined, close }
		},
	}
}

const MOST_SENDERS = 100
const FEED = 0x0a

/** Parts of one message come from one sender. A datagram ends a line, also when it does not say so. */
class Senders {
	readonly #ears: Ears
	readonly #frame: () => Framer
	readonly #maxBytes: number
	readonly #framed = new Map<string, Framed>()

	constructor(ears: Ears, frame: () => Framer, maxBytes: number) {
		this.#ears = ears
		this.#frame = frame
		this.#maxBytes = maxBytes
	}

	push(sender: string, bytes: Buffer): void {
		const framed = this.#framed.get(sender) ?? framedInto(this.#ears, this.#frame(), { maxBytes: this.#maxBytes, isPaused: () => false })
		this.#framed.delete(sender)
		this.#framed.set(sender, framed)
		framed.push(bytes.at(-1) === FEED ? bytes : Buffer.concat([bytes, Buffer.of(FEED)]))
		const [oldest] = this.#framed.keys()
		if (this.#framed.size > MOST_SENDERS && oldest !== undefined) this.#end(oldest)
	}

	close(): void {
		for (const sender of this.#framed.keys()) this.#end(sender)
	}

	#end(sender: string): void {
		this.#framed.get(sender)?.end(true)
		this.#framed.delete(sender)
	}
}
