import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'

import { connectOperation } from '@lagebild/client/connect.ts'
import type { TakConfig } from '@lagebild/config/tak.ts'
import { CotOptions } from '@lagebild/feeds/cot/options.ts'
import { openCot, readDatagram } from '@lagebild/feeds/cot/reader.ts'
import type { Logger } from 'pino'

import { hubPauseMs } from '../core/pause.ts'
import { hubOf } from '../hub.ts'
import { TakFollower } from './follower.ts'
import { TakLink } from './link.ts'
import type { Side } from './link.ts'
import { TakOrders } from './orders.ts'
import { TakPulse } from './pulse.ts'
import { TakTeller } from './teller.ts'

export type KeyedTak = TakConfig & { readonly key: string }

export type DoorPorts = {
	readonly hub: string
	readonly now: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	/** Sources of all doors. */
	readonly sources: ReadonlySet<string>
}

/** Everything that one credential has open towards TAK. */
export type Door = {
	/** Port that it listens on. */
	readonly port: number | undefined
	readonly udpPort: number | undefined
	readonly close: () => Promise<void>
}

type Tls = NonNullable<NonNullable<TakConfig['listen']>['tls']>
/** What is usual lies above the clearance of such a door: neither could it say where its own tablets are, nor could they see each other. */
const OPEN = { level: 'open' } as const
const HANDSHAKE_MS = 10_000
const GOODBYE_MS = 1_000

/** Opens a server, a line to a server and a mesh, as configured. @throws when a port or a certificate cannot be had */
export async function openDoor(tak: KeyedTak, ports: DoorPorts): Promise<Door> {
	const room = new Room(tak, ports)
	try {
		const port = tak.listen && (await room.listen(tak.listen))
		const udpPort = tak.udp && (await room.hear(tak.udp))
		if (tak.connect) void room.stayConnected(tak.connect)
		void room.watch()
		return { port, udpPort, close: () => room.close() }
	} catch (error) {
		await room.close()
		throw error
	}
}

/** What the lines of one credential share. */
class Room {
	readonly #tak: KeyedTak
	readonly #ports: DoorPorts
	readonly #ended = new AbortController()
	readonly #links = new Set<TakLink>()
	/** What was heard before the end may still be told for a moment. */
	readonly #silenced = new AbortController()
	readonly #teller: TakTeller
	readonly #orders: TakOrders
	readonly #pulse: TakPulse
	readonly #follower: TakFollower | undefined
	readonly #closing: (() => void)[] = []

	constructor(tak: KeyedTak, ports: DoorPorts) {
		const { id, key, operation, outbound } = tak
		this.#tak = tak
		this.#ports = ports
		const hub = hubOf({ url: ports.hub, key, operation, feed: id, signal: this.#silenced.signal })
		const reader = openCot({ feed: id, options: CotOptions.parse(tak.options) })
		const signal = this.#ended.signal
		this.#orders = new TakOrders(tak, { ...ports, signal, look: () => this.#pulse.look(this.#links.size) })
		this.#orders.worker.controls.on((change) => {
			if (change === 'pause') this.#hangUp(this.#orders.paused ?? '')
			if (change === 'reconnect') this.#hangUp('asked to connect anew')
			if (change === 'resume') this.#pulse.resumed()
		})
		this.#pulse = new TakPulse(tak, { hub: ports.hub, now: ports.now, signal, orders: this.#orders })
		this.#teller = new TakTeller(reader, {
			feed: id,
			hub,
			now: ports.now,
			pulse: this.#pulse,
			...(tak.clearance === 'open' && { label: OPEN }),
		})
		this.#follower = outbound && (tak.listen || tak.connect) ? this.#follow() : undefined
	}

	async listen({ port, host, tls, clients }: NonNullable<TakConfig['listen']>): Promise<number> {
		const welcome = (socket: Socket): void => {
			if (this.#links.size >= clients || this.#orders.paused !== undefined) socket.destroy()
			else this.#open(socket, 'client')
		}
		const options = { requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_MS, minVersion: 'TLSv1.2' } as const
		const server: Server = tls ? createTlsServer({ ...filesOf(tls), ...options }, welcome) : createServer(welcome)
		server.on('tlsClientError', (error: Error) =>
			this.#ports.log.warn({ tak: this.#tak.id, reason: error.message }, 'a TAK client was turned away'),
		)
		server.listen(port, host)
		await once(server, 'listening')
		this.#closing.push(() => server.close())
		return portOf(server.address())
	}

	/** Datagrams of the mesh. They carry no proof of who sent them. */
	async hear({ port, host, group }: NonNullable<TakConfig['udp']>): Promise<number> {
		const socket = createSocket({ type: 'udp4', reuseAddr: true })
		socket.on('message', (bytes) => {
			if (this.#orders.paused === undefined) this.#teller.take(readDatagram(bytes))
		})
		socket.on('error', (error) => this.#ports.log.warn({ tak: this.#tak.id, reason: error.message }, 'the mesh cannot be heard'))
		socket.bind(port, host)
		await once(socket, 'listening')
		this.#closing.push(() => socket.close())
		if (group !== undefined) socket.addMembership(group)
		return portOf(socket.address())
	}

	/** One line to a TAK server, made anew whenever it is cut. */
	async stayConnected(server: NonNullable<TakConfig['connect']>): Promise<void> {
		const { controls } = this.#orders.worker
		for (let attempt = 0; !this.#ended.signal.aborted; attempt += 1) {
			const begun = this.#ports.now()
			const reason = await this.#connectOnce(server)
			if (this.#ended.signal.aborted) return
			if (this.#ports.now() - begun > 60_000) attempt = 0
			this.#pulse.lost(reason)
			await controls.rest(hubPauseMs(attempt, Math.random()), this.#ended.signal)
		}
	}

	/** @returns why it ended */
	#connectOnce({ host, port, tls }: NonNullable<TakConfig['connect']>): Promise<string> {
		return new Promise((resolve) => {
			const socket = tls ? connectTls({ host, port, ...filesOf(tls) }) : connect({ host, port })
			const failed = (error: Error): void => resolve(error.message)
			socket.once('error', failed)
			socket.setTimeout(HANDSHAKE_MS, () => socket.destroy(new Error('no answer')))
			socket.once(tls ? 'secureConnect' : 'connect', () => {
				socket.off('error', failed)
				this.#open(socket, 'server', resolve)
				this.#pulse.connected()
			})
		})
	}

	#open(socket: Socket, side: Side, onClose: (reason: string) => void = () => undefined): void {
		const { now, log } = this.#ports
		const link = new TakLink(socket, side, {
			now,
			take: (message) => this.#teller.take(message),
			onClose: (closed, reason) => {
				this.#links.delete(closed)
				log.info({ tak: this.#tak.id, reason }, 'a TAK line ended')
				onClose(reason)
			},
		})
		this.#links.add(link)
		log.info({ tak: this.#tak.id, lines: this.#links.size }, 'a TAK line begins')
		this.#follower?.welcome(link)
	}

	#follow(): TakFollower {
		const { operation, key, id, connect: server } = this.#tak
		const { hub: url, now, sources } = this.#ports
		return new TakFollower({
			client: connectOperation({ url, operation, token: key, want: { cover: 'all' }, now: () => performance.now(), wall: now }),
			now,
			sources,
			...(server && { except: id }),
			links: () => this.#links,
		})
	}

	/** Until the door is closed. */
	async watch(): Promise<void> {
		await Promise.all([this.#pulse.run(), this.#orders.follow()])
	}

	#hangUp(reason: string): void {
		for (const link of this.#links) link.close(reason)
	}

	async close(): Promise<void> {
		this.#ended.abort()
		for (const close of this.#closing) close()
		for (const link of this.#links) link.close('the ingest is stopped')
		const late = setTimeout(() => this.#silenced.abort(), GOODBYE_MS)
		await Promise.all([this.#teller.close(), this.#follower?.close(), this.#pulse.goodbye()])
		clearTimeout(late)
		this.#silenced.abort()
	}
}

function filesOf({ certificate, key, authority }: Tls): { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer } {
	return { cert: readFileSync(certificate), key: readFileSync(key), ca: readFileSync(authority) }
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address !== null ? address.port : 0
}
