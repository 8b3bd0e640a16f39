import type { Bye, ClientToHub, Frame, HubToClient, Presence } from '@lagebild/model/protocol.ts'
import type { DefaultEventsMap, Server, Socket } from 'socket.io'

import type { ViewerId } from '../../core/input.ts'
import type { Delivery } from '../../run.ts'
import type { Principal } from '../http/auth.ts'
import { Pipe } from './pipe.ts'
import { sendToMany } from './send-frame.ts'
import { Together } from './together.ts'
import type { Ways } from './ways.ts'

/** What the gateway knows of a connection. */
export type SocketData = { principal: Principal; address: string }
export type HubServer = Server<ClientToHub, HubToClient, DefaultEventsMap, SocketData>
export type HubSocket = Socket<ClientToHub, HubToClient, DefaultEventsMap, SocketData>

type ForMany = Extract<Delivery, { to: readonly ViewerId[] }>

function isForMany(delivery: Delivery): delivery is ForMany {
	return typeof delivery.to !== 'string'
}

/** When a hub stops, its viewers come back spread over this time, ms. */
const SPREAD_MS = 2_000

/** Called once per frame and group, with the bytes as they travel. */
export type FrameCount = (frame: Frame, bytes: number, viewers: number) => void

type Outlet = { readonly socket: HubSocket; readonly pipe: Pipe | undefined }

/** The open connections by viewer. Carries out what the core sends, in its order. */
export class Outlets {
	readonly #outlets = new Map<ViewerId, Outlet>()
	readonly #count: FrameCount
	readonly #together = new Together()
	/** Past Socket.IO wherever that is possible. */
	readonly direct: boolean
	readonly #send: Ways['send']

	constructor(count: FrameCount, { direct = true, send }: Ways = {}) {
		this.#count = count
		this.direct = direct
		this.#send = send
	}

	add(viewer: ViewerId, socket: HubSocket): void {
		const pipe = this.direct ? new Pipe(socket.conn, { together: this.#together, send: this.#send }) : undefined
		this.#outlets.set(viewer, { socket, pipe })
	}

	remove(viewer: ViewerId): void {
		this.#outlets.delete(viewer)
	}

	all(): readonly HubSocket[] {
		return Array.from(this.#outlets.values(), ({ socket }) => socket)
	}

	/** What `work` delivers to one connection travels in one write. */
	together(work: () => void): void {
		this.#together.run(work)
	}

	deliver(delivery: Delivery): void {
		if (isForMany(delivery)) this.#toMany(delivery)
		else this.#toOne(delivery)
	}

	/** What may be left out: a connection that takes nothing now is not made to wait for it. @returns whether it was written */
	tellPresence(viewer: ViewerId, message: Presence): boolean | 'forbidden' {
		const { socket, pipe } = this.#outlets.get(viewer) ?? {}
		if (!socket || socket.data.principal.grant.clearance === 'open') return 'forbidden'
		if (!socket.conn.transport.writable) return false
		pipe?.release()
		socket.volatile.emit('presence', message)
		return true
	}

	#toMany(delivery: ForMany): void {
		const outlets = this.#of(delivery.to)
		if (delivery.type === 'frame') this.#frame(outlets, delivery)
		else if (delivery.type === 'beat') sendToMany(outlets, { event: 'beat', message: delivery.message })
		else if (delivery.type === 'operation') sendToMany(outlets, { event: 'operation', message: delivery.message })
		else this.#dismiss(outlets, delivery.message)
	}

	#dismiss(outlets: readonly Outlet[], bye: Bye): void {
		for (const { socket, pipe } of outlets) {
			pipe?.release()
			dismiss(socket, bye)
		}
	}

	#of(viewers: readonly ViewerId[]): readonly Outlet[] {
		const outlets: Outlet[] = []
		for (const viewer of viewers) {
			const outlet = this.#outlets.get(viewer)
			if (outlet) outlets.push(outlet)
		}
		return outlets
	}

	#frame(outlets: readonly Outlet[], { message, text, packed }: Extract<Delivery, { type: 'frame' }>): void {
		sendToMany(outlets, packed ? { event: 'packed', message: packed } : { event: 'frame', message, text })
		this.#count(message, packed?.length ?? text.length, outlets.length)
	}

	#toOne(delivery: Exclude<Delivery, ForMany>): void {
		const outlet = this.#outlets.get(delivery.to)
		if (!outlet) return
		if (delivery.type === 'welcome') {
			sendToMany([outlet], { event: 'welcome', message: delivery.message })
			return
		}
		outlet.pipe?.release()
		if (delivery.type === 'reset') outlet.socket.emit('reset', delivery.message)
		else outlet.socket.emit('refused', delivery.message)
	}
}

/** Only this operation's channel ends; another one over the same transport stays. */
export function dismiss(socket: HubSocket, bye: Bye): void {
	const retryAfterMs = bye.why === 'stopping' ? bye.retryAfterMs + Math.floor(Math.random() * SPREAD_MS) : bye.retryAfterMs
	socket.emit('bye', { ...bye, retryAfterMs })
	socket.disconnect()
}
