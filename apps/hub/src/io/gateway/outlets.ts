import type { Bye, ClientToHub, HubToClient } from '@lagebild/model/protocol.ts'
import type { DefaultEventsMap, Server, Socket } from 'socket.io'

import type { ViewerId } from '../../core/input.ts'
import type { Delivery } from '../../run.ts'
import type { Principal } from '../http/auth.ts'
import { sendFrame } from './send-frame.ts'
import type { FrameCount } from './send-frame.ts'

/** What the gateway knows of a connection. */
export type SocketData = { principal: Principal }
export type HubServer = Server<ClientToHub, HubToClient, DefaultEventsMap, SocketData>
export type HubSocket = Socket<ClientToHub, HubToClient, DefaultEventsMap, SocketData>

type ForMany = Extract<Delivery, { to: readonly ViewerId[] }>

function isForMany(delivery: Delivery): delivery is ForMany {
	return typeof delivery.to !== 'string'
}

/** When a hub stops, its viewers come back spread over this time, ms. */
const SPREAD_MS = 2_000

/** The open connections by viewer. Carries out what the core sends, in its order. */
export class Outlets {
	readonly #sockets = new Map<ViewerId, HubSocket>()
	readonly #count: FrameCount

	constructor(count: FrameCount) {
		this.#count = count
	}

	add(viewer: ViewerId, socket: HubSocket): void {
		this.#sockets.set(viewer, socket)
	}

	remove(viewer: ViewerId): void {
		this.#sockets.delete(viewer)
	}

	all(): readonly HubSocket[] {
		return [...this.#sockets.values()]
	}

	deliver(delivery: Delivery): void {
		if (isForMany(delivery)) this.#toMany(delivery)
		else this.#toOne(delivery)
	}

	#toMany(delivery: ForMany): void {
		const sockets = delivery.to.flatMap((viewer) => this.#sockets.get(viewer) ?? [])
		if (delivery.type === 'frame') sendFrame(sockets, delivery, this.#count)
		else if (delivery.type === 'beat') for (const socket of sockets) socket.emit('beat', delivery.message)
		else if (delivery.type === 'operation') for (const socket of sockets) socket.emit('operation', delivery.message)
		else for (const socket of sockets) dismiss(socket, delivery.message)
	}

	#toOne(delivery: Exclude<Delivery, ForMany>): void {
		const socket = this.#sockets.get(delivery.to)
		if (delivery.type === 'welcome') socket?.emit('welcome', delivery.message)
		else if (delivery.type === 'reset') socket?.emit('reset', delivery.message)
		else socket?.emit('refused', delivery.message)
	}
}

/** Only this operation's channel ends; another one over the same transport stays. */
export function dismiss(socket: HubSocket, bye: Bye): void {
	const retryAfterMs = bye.why === 'stopping' ? bye.retryAfterMs + Math.floor(Math.random() * SPREAD_MS) : bye.retryAfterMs
	socket.emit('bye', { ...bye, retryAfterMs })
	socket.disconnect()
}
