import { Socket as NetSocket } from 'node:net'
import { TLSSocket } from 'node:tls'

import type { KernelSend } from './kernel-send.ts'
import type { Together } from './together.ts'

/** What this reaches into: engine.io 6 and ws 8, whose versions are pinned. */
type Engine = {
	readonly readyState: string
	readonly upgrading: boolean
	readonly transport: Transport
	readonly writeBuffer: readonly unknown[]
}
type Transport = { readonly name: string }
type WebSocket = { readonly readyState: number }
/** What libuv holds of a TCP socket: nothing any more when it is closed, and then its number may be another connection's. */
type Handle = { readonly fd: number }
type Handled = { readonly _handle: Handle | null }

/**
 * The bytes below one Socket.IO connection, for messages that were framed once for many (F1). Where something is not as expected there, it
 * leaves the message to the way of all others.
 */
export class Pipe {
	readonly #engine: Engine | undefined
	/** An upgrade from polling brings another one, and there is none after it. */
	#transport: Transport | undefined
	#webSocket: WebSocket | undefined
	#bytes: NetSocket | undefined
	#through: Through | undefined
	#handled: Handled | undefined
	#handle: Handle | undefined
	#fd = -1
	/** Writes past the stream's queue that libuv still holds. */
	#waiting = 0
	readonly #together: Together | undefined
	readonly #send: KernelSend | undefined
	/** Written when the work is done that says them. */
	readonly #held: Buffer[] = []

	/**
	 * @param connection a socket's `conn`
	 * @param options what is said in one piece of work, and the kernel's own call where it can be reached
	 */
	constructor(connection: unknown, { together, send }: PipeOptions = {}) {
		this.#together = together
		this.#send = send
		this.#engine = isEngine(connection) ? connection : undefined
	}

	/** Now, or with what else is said in the same piece of work. @returns false when these bytes would overtake something, or reach nobody: then nothing was written. */
	write(frames: Buffer): boolean {
		const bytes = this.#open()
		if (!bytes) return false
		const together = this.#together?.working ? this.#together : undefined
		const taken = together ? 0 : this.#sendNow(bytes, frames)
		if (taken === frames.length) return true
		if (taken <= 0 && !bytes.writable) return false
		if (together) this.#hold(frames, together)
		else this.#put(bytes, taken > 0 ? frames.subarray(taken) : frames)
		return true
	}

	/** Writes what was held. To be called before anything is said on this connection in another way. */
	release(): void {
		if (this.#held.length === 0) return
		const held = this.#held.splice(0)
		const [first] = held
		const frames = held.length === 1 && first ? first : (this.#together?.join(held) ?? Buffer.concat(held))
		if (!this.#bytes) return
		const taken = this.#sendNow(this.#bytes, frames)
		if (taken < frames.length) this.#put(this.#bytes, taken > 0 ? frames.subarray(taken) : frames)
	}

	/**
	 * While nothing waits in the stream's own queue, that is left out: keeping it is a third of what a write costs outside of the kernel. What the kernel does not take
	 * at once waits in libuv's queue, as does everything that is written later. TLS has no such queue and takes one write at a time.
	 */
	#put(bytes: NetSocket, frames: Buffer): void {
		if (!this.#through || bytes.writableLength > 0 || bytes.writableCorked > 0) {
			bytes.write(frames)
			return
		}
		this.#waiting++
		this.#through(frames)
	}

	/**
	 * F10: by the kernel's call while neither the stream nor libuv holds anything. Few things are looked at, for each is far away in memory. A number is that of a handle, which Node
	 * drops in the step in which libuv closes it; a stream that ended is found by the kernel.
	 * @returns how many bytes are on their way
	 */
	#sendNow(bytes: NetSocket, frames: Buffer): number {
		if (!this.#send || !this.#handled || this.#waiting > 0) return 0
		const { _handle: handle } = this.#handled
		if (!handle || bytes.writableLength > 0) return 0
		if (handle !== this.#handle) [this.#handle, this.#fd] = [handle, handle.fd]
		return this.#fd < 0 ? 0 : this.#send(this.#fd, frames, frames.length)
	}

	#hold(frames: Buffer, together: Together): void {
		if (this.#held.push(frames) === 1) together.wait(this)
	}

	#open(): NetSocket | undefined {
		const engine = this.#engine
		if (!engine || !isFree(engine)) return undefined
		if (!this.#webSocket && engine.transport !== this.#transport) this.#look(engine.transport)
		return this.#webSocket?.readyState === OPEN ? this.#bytes : undefined
	}

	#look(transport: Transport): void {
		const webSocket = transport.name === 'websocket' ? fieldOf(transport, 'socket') : undefined
		const bytes = isWebSocket(webSocket) ? fieldOf(webSocket, '_socket') : undefined
		this.#transport = transport
		this.#webSocket = isWebSocket(webSocket) ? webSocket : undefined
		this.#bytes = bytes instanceof NetSocket ? bytes : undefined
		this.#through = this.#bytes && throughStream(this.#bytes, () => this.#waiting--)
		this.#handled = this.#through && handledOf(this.#bytes)
	}
}

type PipeOptions = { readonly together?: Together; readonly send?: KernelSend | undefined }

type Through = (frames: Buffer) => void
type Stream = { readonly _write: (this: object, ...args: readonly unknown[]) => void }

/** What the stream calls when it is a write's turn. One that failed ends the connection, as there. */
function throughStream(bytes: NetSocket, onWritten: () => void): Through | undefined {
	const stream: object = bytes
	if (!isStream(stream) || bytes instanceof TLSSocket) return undefined
	const { _write: write } = stream
	const written = (error?: Error | null): void => {
		onWritten()
		if (error) bytes.destroy(error)
	}
	return (frames) => {
		write.call(bytes, frames, 'buffer', written)
	}
}

function handledOf(bytes: unknown): Handled | undefined {
	return isObject(bytes) && isHandled(bytes) ? bytes : undefined
}

function isHandled(bytes: object): bytes is Handled {
	const handle = fieldOf(bytes, '_handle')
	return isObject(handle) && typeof fieldOf(handle, 'fd') === 'number'
}

const OPEN = 1

/**
 * Nothing waits before it: neither a packet nor the second half of an upgrade. What engine.io has given to its socket stands before these bytes
 * in that socket's own queue, also when it has not drained yet.
 */
function isFree({ readyState, upgrading, writeBuffer }: Engine): boolean {
	return readyState === 'open' && !upgrading && writeBuffer.length === 0
}

function isEngine(value: unknown): value is Engine {
	return (
		isObject(value) &&
		'readyState' in value &&
		'upgrading' in value &&
		'transport' in value &&
		'writeBuffer' in value &&
		Array.isArray(value.writeBuffer)
	)
}

function isStream(value: object): value is Stream {
	return typeof fieldOf(value, '_write') === 'function'
}

function isWebSocket(value: unknown): value is WebSocket {
	return isObject(value) && typeof fieldOf(value, 'readyState') === 'number'
}

function fieldOf(value: object, field: string): unknown {
	return Reflect.get(value, field)
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null
}
