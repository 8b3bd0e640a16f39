import { randomBytes } from 'node:crypto'

import type { Logger } from 'pino'

import type { Bus, BusListener, Written } from '../../bus.ts'
import { createConnection } from './connection.ts'
import type { Connection } from './connection.ts'
import { decode, encode, encodeWritten } from './message.ts'
import type { Said } from './message.ts'

export type RedisBusOptions = {
	readonly url: string
	/** Of all hubs of one database, and of no other. */
	readonly channel: string
	readonly log: Logger
	/** Something could not be said: it will be found in the store. */
	readonly onLost?: () => void
}

const ALIVE_MS = 250
/** Nothing of our own heard for so long: the way there or back is closed, whatever the connection says. */
const DEAF_MS = 1_500
/** On its way at most; a Redis that hangs must not fill the memory. */
const MOST_PENDING = 8_000_000
const CLOSE_MS = 500

/** Connects by itself, now and again after every loss; until then it says and hears nothing. */
export function openRedisBus(options: RedisBusOptions): Bus {
	const bus = new RedisBus(options)
	bus.start()
	return bus
}

class RedisBus implements Bus {
	readonly self = randomBytes(6).toString('hex')
	readonly #options: RedisBusOptions
	readonly #publisher: Connection
	readonly #subscriber: Connection
	readonly #listeners = new Set<BusListener>()
	#timer: NodeJS.Timeout | undefined
	#subscribed = false
	#pending = 0
	#alive = 0
	#echoAt = -Infinity
	#up = false
	#told = false

	constructor(options: RedisBusOptions) {
		this.#options = options
		this.#publisher = createConnection(options.url, { publisher: true })
		this.#subscriber = createConnection(options.url, { publisher: false })
	}

	start(): void {
		for (const connection of [this.#publisher, this.#subscriber]) {
			connection.on('error', (error: unknown) => this.#failed(error))
			connection.connect().catch((error: unknown) => this.#failed(error))
		}
		this.#subscriber.on('ready', () => this.#subscribe())
		this.#timer = setInterval(() => this.#beat(), ALIVE_MS)
	}

	/** Once; the connection then subscribes again whenever it comes back. A wish that waited too long for a connection is lost and said again. */
	#subscribe(): void {
		if (this.#subscribed || !this.#subscriber.isReady) return
		this.#subscribed = true
		this.#subscriber
			.subscribe(this.#options.channel, (text) => this.#heard(text))
			.catch((error: unknown) => {
				this.#subscribed = false
				this.#failed(error)
			})
	}

	readonly up = (): boolean => this.#up

	readonly written = (message: Written): void => {
		if (message.entries.length > 0) this.#say(() => encodeWritten(this.self, message))
	}

	readonly notify = (notice: Parameters<Bus['notify']>[0]): void => {
		this.#tell({ type: 'notice', notice })
	}

	readonly tellPresence = (message: unknown): void => {
		this.#tell({ type: 'presence', message })
	}

	readonly tellFeeds = (message: unknown): void => {
		this.#tell({ type: 'feeds', message })
	}

	readonly on = (listener: BusListener): (() => void) => {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	readonly close = async (): Promise<void> => {
		clearInterval(this.#timer)
		this.#listeners.clear()
		const deadline = performance.now() + CLOSE_MS
		while (this.#pending > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
		for (const connection of [this.#publisher, this.#subscriber]) connection.destroy()
	}

	#tell(said: Said): void {
		this.#say(() => encode(this.self, said))
	}

	/** Encoded only when somebody can hear it. */
	#say(text: () => string): void {
		if (!this.#publisher.isReady || this.#pending > MOST_PENDING) return this.#options.onLost?.()
		const message = text()
		this.#pending += message.length
		this.#publisher
			.publish(this.#options.channel, message)
			.catch(() => this.#options.onLost?.())
			.finally(() => (this.#pending -= message.length))
	}

	#heard(text: string): void {
		const own = text.startsWith(`${this.self} `)
		if (own && !text.startsWith(`${this.self} alive`)) return
		const heard = decode(text)
		if (!heard) return
		const { from, said } = heard
		if (said.type === 'alive') {
			if (own) this.#echoed()
			return
		}
		for (const listener of this.#listeners) this.#pass(listener, said, from)
	}

	#pass(listener: BusListener, said: Exclude<Said, { type: 'alive' }>, from: string): void {
		try {
			if (said.type === 'notice') listener.notice?.(said.notice)
			else hand(listener, said, from)
		} catch (error) {
			this.#options.log.error({ err: error, type: said.type }, 'what another hub said could not be taken')
		}
	}

	#beat(): void {
		this.#subscribe()
		this.#tell({ type: 'alive', no: ++this.#alive })
		const connected = this.#publisher.isReady && this.#subscriber.isReady
		if (!connected || performance.now() - this.#echoAt > DEAF_MS) this.#turn(false)
	}

	#echoed(): void {
		this.#echoAt = performance.now()
		this.#turn(true)
	}

	#turn(up: boolean): void {
		if (this.#up === up) return
		this.#up = up
		this.#told = false
		if (up) this.#options.log.info('the other hubs are heard through Redis')
		else this.#options.log.warn('Redis does not answer; other hubs are followed by the heads of the journals')
		for (const listener of this.#listeners) listener.up?.(up)
	}

	/** Once per outage: a reason such as a refused password is wanted, and one line of it is enough. */
	#failed(error: unknown): void {
		if (this.#told) return
		this.#told = true
		const { message } = error instanceof Error ? error : new Error(String(error))
		this.#options.log.warn({ why: message || 'no connection' }, 'no connection to Redis')
	}
}

function hand(listener: BusListener, said: Exclude<Said, { type: 'alive' | 'notice' }>, from: string): void {
	switch (said.type) {
		case 'written':
			return listener.written?.(said.message)
		case 'range':
			return listener.range?.(said.message)
		case 'feeds':
			return listener.feeds?.(said.message)
		case 'presence':
			return listener.presence?.(said.message, from)
	}
}
