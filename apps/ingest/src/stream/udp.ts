import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

import { ending, reasonOf } from './ending.ts'
import { overlong } from './stream.ts'
import type { Stream, StreamReach } from './stream.ts'

/** A port that waits for datagrams, each a message. Nobody is answered, and what is too much is lost. */
export function udpStream(
	{ host, port }: { readonly host: string; readonly port: number },
	{ maxBytes }: Pick<StreamReach, 'maxBytes'>,
): Stream {
	return {
		listens: true,
		loses: true,
		connect: (ears) => {
			const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', reuseAddr: false })
			const { ended, end, hasEnded } = ending()
			const close = (reason: string): void => {
				if (hasEnded()) return
				end({ reason })
				socket.close()
			}
			socket.on('message', (bytes) => {
				ears.alive()
				if (bytes.length > maxBytes) ears.refuse(overlong(bytes, bytes.length, maxBytes))
				else ears.hear({ bytes })
			})
			socket.once('listening', ears.ready)
			socket.once('error', (error) => close(reasonOf(error)))
			socket.bind(port, host)
			return { ended, resume: () => undefined, close }
		},
	}
}
