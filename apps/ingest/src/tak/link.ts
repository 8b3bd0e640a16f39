import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'

import type { CotEvent } from '@lagebild/feeds/cot/event.ts'
import { formatCotXml } from '@lagebild/feeds/cot/format-xml.ts'
import { CotFramer, streamFrame } from '@lagebild/feeds/cot/frame.ts'
import { formatTakMessage } from '@lagebild/feeds/cot/protobuf.ts'
import { readFrame } from '@lagebild/feeds/cot/reader.ts'
import type { ReadMessage } from '@lagebild/feeds/cot/reader.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { asksForProtobuf, grantsProtobuf, offer, offersProtobuf, ping, pong, request, response } from './control.ts'

/** Who is at the other end. */
export type Side = 'client' | 'server'

export type LinkPorts = {
	/** Takes what was said; tells which entities it was about. */
	readonly take: (message: ReadMessage) => readonly EntityId[]
	readonly onClose: (link: TakLink, reason: string) => void
	readonly now: () => number
}

/** A line without a word for so long is dead: clients ping every few seconds. */
const IDLE_MS = 5 * 60_000
const PING_MS = 20_000
/** Messages a second in the long run; what was not used is saved for so many seconds. */
const RATE = 100
const SAVED_SECONDS = 10
/** Bytes that wait for a slow reader before it is told later, and before it is let go. */
const SLOW_BYTES = 500_000
const STUCK_BYTES = 8_000_000
const MOST_OWN = 20_000

/** Words for both forms, written once for all links. */
export type Outgoing = { readonly xml: () => Uint8Array; readonly protobuf: () => Uint8Array }

export function outgoing(event: CotEvent): Outgoing {
	let xml: Uint8Array | undefined
	let protobuf: Uint8Array | undefined
	return {
		xml: () => (xml ??= Buffer.from(formatCotXml(event))),
		protobuf: () => (protobuf ??= streamFrame(formatTakMessage({ event }))),
	}
}

/** One connection: begins with XML, goes over to protobuf when both sides want it, answers pings, and reads no faster than is good. */
export class TakLink {
	/** Entities that came over this line: their author does not hear them again. */
	readonly own = new Set<EntityId>()
	/** It was too slow for something, and needs to hear all of it again. */
	behind = false
	readonly #socket: Socket
	readonly #side: Side
	readonly #ports: LinkPorts
	readonly #framer = new CotFramer()
	readonly #uid = randomUUID()
	readonly #ping: ReturnType<typeof setInterval>
	#protobuf = false
	/** Between the wish for protobuf and its answer nothing is said. */
	#asking = false
	#allowance = RATE * SAVED_SECONDS
	#countedAt: number
	#resume: ReturnType<typeof setTimeout> | undefined
	#closed = false

	constructor(socket: Socket, side: Side, ports: LinkPorts) {
		this.#socket = socket
		this.#side = side
		this.#ports = ports
		this.#countedAt = ports.now()
		socket.setTimeout(IDLE_MS, () => this.close('nothing was heard for five minutes'))
		socket.setNoDelay(true)
		socket.on('data', (chunk: Buffer) => this.#read(chunk))
		socket.on('error', (error) => this.close(error.message))
		socket.on('close', () => this.close('the line was cut'))
		this.#ping = setInterval(() => this.#keepAlive(), PING_MS)
		if (side === 'client') this.#say(offer(this.#uid, ports.now()))
	}

	/** @returns false when it is too slow now. */
	send(words: Outgoing): boolean {
		if (this.#closed || this.#asking) return false
		if (this.#socket.writableLength > STUCK_BYTES) this.close('it takes nothing any more')
		if (this.#closed || this.#socket.writableLength > SLOW_BYTES) return false
		this.#socket.write(this.#protobuf ? words.protobuf() : words.xml())
		return true
	}

	close(reason: string): void {
		if (this.#closed) return
		this.#closed = true
		clearInterval(this.#ping)
		clearTimeout(this.#resume)
		this.#socket.destroy()
		this.#ports.onClose(this, reason)
	}

	#say(event: CotEvent): void {
		const words = outgoing(event)
		this.#socket.write(this.#protobuf ? words.protobuf() : words.xml())
	}

	#keepAlive(): void {
		if (this.#side === 'server' && !this.#asking) this.#say(ping(`lagebild.${this.#uid}`, this.#ports.now()))
	}

	#read(chunk: Buffer): void {
		for (const frame of this.#framer.push(chunk)) {
			const message = readFrame(frame)
			if (!message.event || !this.#answered(message.event)) this.#take(message)
			this.#allowance -= 1
			if (frame.type === 'junk' && frame.fatal) return this.close(frame.reason)
		}
		this.#slowDown()
		return undefined
	}

	#take(message: ReadMessage): void {
		if (message.event && isOurs(message.event)) return
		for (const entity of this.#ports.take(message)) {
			if (this.own.size < MOST_OWN) this.own.add(entity)
		}
	}

	/** Talk between programs ends here. */
	#answered(event: CotEvent): boolean {
		const { type, uid } = event
		const now = this.#ports.now()
		if (type === 't-x-c-t') this.#say(pong(now))
		else if (this.#side === 'client' && type === 't-x-takp-q') this.#grant(uid, asksForProtobuf(event))
		else if (this.#side === 'server' && offersProtobuf(event)) {
			this.#say(request(uid, now))
			this.#asking = true
		} else if (this.#side === 'server' && this.#asking && type === 't-x-takp-r') {
			this.#protobuf = grantsProtobuf(event)
			this.#asking = false
			this.behind = true
		} else return false
		return true
	}

	/** The answer is still XML, everything after it is not. */
	#grant(uid: string, granted: boolean): void {
		this.#say(response(uid, this.#ports.now(), granted))
		this.#protobuf = granted
	}

	/** Whoever says more than it may is read later: TCP slows it down, and nothing is lost. */
	#slowDown(): void {
		const now = this.#ports.now()
		this.#allowance = Math.min(RATE * SAVED_SECONDS, this.#allowance + ((now - this.#countedAt) / 1_000) * RATE)
		this.#countedAt = now
		if (this.#allowance >= 0 || this.#resume) return
		this.#socket.pause()
		this.#resume = setTimeout(
			() => {
				this.#resume = undefined
				this.#socket.resume()
			},
			(-this.#allowance / RATE) * 1_000,
		)
	}
}

/** What this hub has told comes back through other lines, or from a tablet on which somebody moved it. */
function isOurs({ uid }: CotEvent): boolean {
	return uid.startsWith('lagebild.') || uid.startsWith('GeoChat.lagebild.')
}
