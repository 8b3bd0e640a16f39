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

type List = { readonly ids: readonly ViewerId[]; readonly outlets: readonly Outlet[] }
/** Lists that are kept, and how long they are at least. */
const MOST_LISTS = 4
const LONG = 32

/** The same ids, by identity where they are: of a group they are the same texts each time. */
function isSame(a: readonly ViewerId[], b: readonly ViewerId[]): boolean {
	return a.length === b.length && a.every((id, place) => id === b[place])
}

/** The open connections by viewer. Carries out what the core sends, in its order. */
export class Outlets {
	readonly #outlets = new Map<ViewerId, Outlet>()
	readonly #count: FrameCount
	readonly #together = new Together()
	/** Of those who were told something lately; empty when somebody came or went. */
	#lists: readonly List[] = []
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
		this.#lists = []
		this.#outlets.set(viewer, { socket, pipe })
	}

	remove(viewer: ViewerId): void {
		this.#lists = []
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

	/** A group is told something at each tick and seldom changes: then its list is gone through, and not what it names. */
	#of(viewers: readonly ViewerId[]): readonly Outlet[] {
		const known = this.#lists.find(({ ids }) => isSame(ids, viewers))
		if (known) return known.outlets
		const outlets: Outlet[] = []
		for (const viewer of viewers) {
			const outlet = this.#outlets.get(viewer)
			if (outlet) outlets.push(outlet)
		}
		if (viewers.length >= LONG) this.#lists = [{ ids: viewers, outlets }, ...this.#lists.slice(0, MOST_LISTS - 1)]
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
