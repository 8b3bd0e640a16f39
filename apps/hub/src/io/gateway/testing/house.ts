import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'

import { seq } from '@lagebild/model/ids.ts'
import type { Frame } from '@lagebild/model/protocol.ts'
import { Server } from 'socket.io'
import type { Socket as ServerSocket } from 'socket.io'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'

import { issueAuthority, issueLeaf } from '../../../lan/certificate.ts'
import { openKernelSend } from '../kernel-send.ts'
import { Pipe } from '../pipe.ts'
import { sendToMany } from '../send-frame.ts'
import type { Letter } from '../send-frame.ts'
import { Together } from '../together.ts'

type Heard = { readonly name: string; readonly message: unknown }

type Way = 'kernel' | 'direct' | 'direct below TLS' | 'stock'

function serverFor(way: Way): HttpServer {
	if (way !== 'direct below TLS') return createServer()
	const authority = issueAuthority('Test', ['127.0.0.0/8'], Date.now())
	const { certificate, key } = issueLeaf(authority, { name: 'test.internal', addresses: ['127.0.0.1'] }, Date.now())
	return createSecureServer({ cert: certificate, key })
}

export const kernelSend = await openKernelSend()

/** A real Socket.IO server and what it sent; `direct` as a hub sends, `stock` through Socket.IO alone. */
export class House {
	readonly #http: HttpServer
	readonly #io: Server
	readonly #clients: Socket[] = []
	readonly together = new Together()
	/** What the kernel took of what it was asked to send. */
	readonly sends = { whole: 0, part: 0, none: 0 }
	readonly pipes: { writes: number; refusals: number } = { writes: 0, refusals: 0 }
	readonly #way: Way

	constructor(way: Way) {
		this.#way = way
		this.#http = serverFor(way)
		this.#io = new Server(this.#http, { serveClient: false, perMessageDeflate: false })
	}

	async open(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.#http.listen(0, '127.0.0.1', resolve)
		})
	}

	/** @param onConnection what the hub does with the connection, which is all that it ever hears */
	async visit(transports: string[], onConnection: (visitor: Visitor) => void): Promise<{ client: Socket; heard: Heard[] }> {
		const address = this.#http.address()
		const port = typeof address === 'object' && address ? address.port : 0
		this.#io.of('/operations/lage').once('connection', (socket) => {
			onConnection(new Visitor(socket, this.#pipeTo(socket)))
		})
		const heard: Heard[] = []
		const scheme = this.#way === 'direct below TLS' ? 'https' : 'http'
		const client = io(`${scheme}://127.0.0.1:${port}/operations/lage`, {
			transports,
			forceNew: true,
			reconnection: false,
			rejectUnauthorized: false,
		})
		this.#clients.push(client)
		client.onAny((name: string, message: unknown) => heard.push({ name, message }))
		await new Promise<void>((resolve) => {
			client.once('connect', resolve)
		})
		return { client, heard }
	}

	#pipeTo({ conn }: ServerSocket): Pick<Pipe, 'write' | 'release'> | undefined {
		if (this.#way === 'stock') return undefined
		return this.#counted(new Pipe(conn, { together: this.together, send: this.#way === 'kernel' ? this.#kernel : undefined }))
	}

	readonly #kernel = (fd: number, bytes: Uint8Array, length: number): number => {
		const taken = kernelSend?.(fd, bytes, length) ?? 0
		if (taken === length) this.sends.whole++
		else this.sends[taken < 0 ? 'none' : 'part']++
		return taken
	}

	#counted(pipe: Pipe): Pick<Pipe, 'write' | 'release'> {
		return {
			release: () => {
				pipe.release()
			},
			write: (frames) => {
				const written = pipe.write(frames)
				this.pipes[written ? 'writes' : 'refusals']++
				return written
			},
		}
	}

	async close(): Promise<void> {
		for (const client of this.#clients) client.close()
		await this.#io.close()
	}
}

export class Visitor {
	readonly socket: ServerSocket
	readonly #pipe: Pick<Pipe, 'write' | 'release'> | undefined

	constructor(socket: ServerSocket, pipe: Pick<Pipe, 'write' | 'release'> | undefined) {
		this.socket = socket
		this.#pipe = pipe
	}

	/** As the hub says what is for one alone. */
	say(event: string, message: object): void {
		this.#pipe?.release()
		this.socket.emit(event, message)
	}

	send(letter: Letter): void {
		sendToMany([{ socket: this.socket, pipe: this.#pipe }], letter)
	}
}

/** What a hub sends, told by its number. */
export function frame(no: number, text = ''): Extract<Letter, { event: 'frame' }> {
	const message: Frame = { no, epoch: 'e1', scopeId: text, from: seq(0), to: seq(1), asOf: 0, lane: 'S' }
	return { event: 'frame', message, text: JSON.stringify(message) }
}

type Raw = {
	readonly pause: () => void
	readonly resume: () => void
	readonly destroy: () => void
	readonly on: (event: 'data', heard: (bytes: Buffer) => void) => void
}

/** The client's own end of the wire. */
export function rawOf({ io: { engine } }: Socket): Raw {
	const webSocket: unknown = Reflect.get(Reflect.get(engine, 'transport') ?? {}, 'ws')
	const raw: unknown = typeof webSocket === 'object' && webSocket !== null ? Reflect.get(webSocket, '_socket') : undefined
	if (!isRaw(raw)) throw new Error('the client has no socket')
	return raw
}

function isRaw(value: unknown): value is Raw {
	return typeof value === 'object' && value !== null && 'pause' in value && 'destroy' in value
}
