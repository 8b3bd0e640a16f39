import type { Server } from 'node:http'
import type { Socket } from 'node:net'

import type { FaultCode } from '@lagebild/model/fault.ts'

import { Places } from './places.ts'
import { answerOf } from './server-limits.ts'

/** Connections over which nobody has said yet who it is. */
const MOST = 4_096

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>

/** G17: who connects and has not shown a credential holds one of few places, by address, until it does or leaves. */
export class Strangers {
	readonly #places: Places
	readonly #held = new Map<string, string>()
	readonly #count: (code: FaultCode) => void

	constructor(count: (code: FaultCode) => void, most = MOST) {
		this.#count = count
		this.#places = new Places(most)
	}

	watch(server: Server): void {
		server.on('connection', (socket) => {
			const { remoteAddress: address = '' } = socket
			if (!this.#places.take(address)) {
				this.#count('too-many-requests')
				socket.end(answerOf('too-many-requests'), () => socket.destroy())
				return
			}
			const name = nameOf(socket)
			this.#held.set(name, address)
			socket.once('close', () => {
				this.#leave(name)
			})
		})
	}

	/** Somebody is known by what came over this connection. */
	known(socket: Ends): void {
		this.#leave(nameOf(socket))
	}

	#leave(name: string): void {
		const address = this.#held.get(name)
		if (address === undefined) return
		this.#held.delete(name)
		this.#places.leave(address)
	}
}

/** The same of a connection and of what TLS makes of it. */
function nameOf({ remoteAddress, remotePort }: Ends): string {
	return `${remoteAddress} ${remotePort}`
}
