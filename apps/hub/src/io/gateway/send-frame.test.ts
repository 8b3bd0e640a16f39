import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { Socket as NetSocket } from 'node:net'
import { promisify } from 'node:util'

import { seq } from '@lagebild/model/ids.ts'
import type { Frame } from '@lagebild/model/protocol.ts'
import { Server } from 'socket.io'
import type { Socket as ServerSocket } from 'socket.io'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { issueAuthority, issueLeaf } from '../../lan/certificate.ts'
import { openKernelSend } from './kernel-send.ts'
import { Pipe } from './pipe.ts'
import { sendToMany } from './send-frame.ts'
import type { Letter } from './send-frame.ts'
import { Together } from './together.ts'

type Heard = { readonly name: string; readonly message: unknown }

type Way = 'kernel' | 'direct' | 'direct below TLS' | 'stock'

function serverFor(way: Way): HttpServer {
	if (way !== 'direct below TLS') return createServer()
	const authority = issueAuthority('Test', ['127.0.0.0/8'], Date.now())
	const { certificate, key } = issueLeaf(authority, { name: 'test.internal', addresses: ['127.0.0.1'] }, Date.now())
	return createSecureServer({ cert: certificate, key })
}

const kernelSend = await openKernelSend()

/** A real Socket.IO server and what it sent; `direct` as a hub sends, `stock` through Socket.IO alone. */
class House {
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

class Visitor {
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

function frame(no: number, text = ''): Extract<Letter, { event: 'frame' }> {
	const message: Frame = { no, epoch: 'e1', scopeId: text, from: seq(0), to: seq(1), asOf: 0, lane: 'S' }
	return { event: 'frame', message, text: JSON.stringify(message) }
}

function packed(no: number): Letter {
	return { event: 'packed', message: Buffer.from([0, 255, no]) }
}

const LONG = 'ü€𝄞'.repeat(20_000)

describe.each([['kernel'], ['direct'], ['direct below TLS'], ['stock']] as const)('%s frames', (way) => {
	let house: House
	beforeEach(async () => {
		house = new House(way)
		await house.open()
	})
	afterEach(async () => {
		await house.close()
	})

	test.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
		'[F1] arrive whole and in order with all else over %j',
		async (transports) => {
			const { heard } = await house.visit(transports, (visitor) => {
				visitor.socket.emit('welcome', { hubTime: 1 })
				let no = 0
				const more = () => {
					visitor.send(frame(++no, no % 7 === 0 ? LONG : 'a'.repeat(no)))
					if (no % 3 === 0) visitor.send({ event: 'beat', message: { scopeId: String(no), from: at(0), to: at(0), asOf: no } })
					if (no % 4 === 0) visitor.send(packed(no))
					if (no % 5 === 0) visitor.socket.emit('grant', { version: no })
					if (no < 60) setTimeout(more, no % 2)
					else visitor.socket.emit('bye', { why: 'stopping' })
				}
				more()
			})
			await vi.waitFor(() => expect(heard.at(-1)?.name).toBe('bye'), 10_000)
			const due: unknown[] = [['welcome', 1]]
			for (let no = 1; no <= 60; no++) {
				due.push(['frame', no])
				if (no % 3 === 0) due.push(['beat', no])
				if (no % 4 === 0) due.push(['packed', no])
				if (no % 5 === 0) due.push(['grant', no])
			}
			expect(heard.map(({ name, message }) => [name, numberOf(message)])).toEqual([...due, ['bye', undefined]])
			const long = heard.find(({ name, message }) => name === 'frame' && numberOf(message) === 7)
			expect(long?.message).toEqual(frame(7, LONG).message)
			expect(house.pipes.writes > 0).toBe(way !== 'stock' && transports.includes('websocket'))
			expect(house.sends.whole > 0).toBe(kernelSend !== undefined && way === 'kernel' && transports.includes('websocket'))
		},
	)

	test('[F9] of one piece of work travel together and overtake nothing', async () => {
		const { promise, resolve } = Promise.withResolvers<Visitor>()
		const { client, heard } = await house.visit(['websocket'], resolve)
		const visitor = await promise
		const chunks: number[] = []
		rawOf(client).on('data', ({ length }: Buffer) => chunks.push(length))
		house.together.run(() => {
			for (let no = 1; no <= 3; no++) visitor.send(frame(no))
			visitor.send({ event: 'beat', message: { scopeId: '', from: at(0), to: at(0), asOf: 4 } })
		})
		await vi.waitFor(() => expect(heard).toHaveLength(4), 5_000)
		expect(chunks.length).toBeLessThanOrEqual(way === 'direct' || way === 'kernel' ? 1 : 4)
		house.together.run(() => {
			visitor.send(frame(5))
			visitor.say('grant', { version: 6 })
			visitor.send(frame(7))
			visitor.send(packed(8))
		})
		visitor.send(frame(9))
		await vi.waitFor(() => expect(heard).toHaveLength(9), 5_000)
		expect(heard.map(({ message }) => numberOf(message))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
	})

	test('[F1] behind a client that does not read keep their order, and nothing is lost when it reads again', async () => {
		const { promise, resolve } = Promise.withResolvers<Visitor>()
		const { client, heard } = await house.visit(['websocket'], resolve)
		const visitor = await promise
		const raw = rawOf(client)
		raw.pause()
		for (let no = 1; no <= 40; no++) {
			visitor.send(frame(no, 'x'.repeat(200_000)))
			if (no % 4 === 0) visitor.socket.emit('grant', { version: no })
			await new Promise((done) => setImmediate(done))
		}
		expect(heard.length).toBeLessThan(50)
		visitor.socket.emit('bye', { why: 'grant' })
		visitor.socket.disconnect()
		raw.resume()
		await vi.waitFor(() => expect(heard.at(-1)?.name).toBe('bye'), 10_000)
		const numbers = heard.filter(({ name }) => name === 'frame').map(({ message }) => numberOf(message))
		expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
		const grants = heard.flatMap(({ name }, place) => (name === 'grant' ? [place] : []))
		expect(grants).toEqual(Array.from({ length: 10 }, (_, i) => 4 * (i + 1) + i))
	})

	test('[F1] to a socket that closes in the middle hurt nobody', async () => {
		const { promise, resolve } = Promise.withResolvers<Visitor>()
		const { client } = await house.visit(['websocket'], resolve)
		const other = Promise.withResolvers<Visitor>()
		const { heard } = await house.visit(['websocket'], other.resolve)
		const [leaving, staying] = [await promise, await other.promise]
		rawOf(client).destroy()
		let no = 0
		const gone = new Promise((done) => {
			leaving.socket.on('disconnect', done)
		})
		const timer = setInterval(() => {
			no++
			leaving.send(frame(no, 'y'.repeat(50_000)))
			staying.send(frame(no))
		}, 1)
		await gone
		clearInterval(timer)
		leaving.send(frame(no))
		staying.send(frame(no + 1))
		await vi.waitFor(() => expect(numberOf(heard.at(-1)?.message)).toBe(no + 1), 5_000)
		expect(heard.map(({ message }) => numberOf(message))).toEqual(Array.from({ length: no + 1 }, (_, i) => i + 1))
	})
})

describe('[F10] the call of the kernel', () => {
	let house: House
	beforeEach(async () => {
		house = new House('kernel')
		await house.open()
	})
	afterEach(async () => {
		await house.close()
	})

	test('that takes a part, or nothing, leaves the rest to the stream, whole and in order', async () => {
		const { promise, resolve } = Promise.withResolvers<Visitor>()
		const { heard } = await house.visit(['websocket'], resolve)
		const visitor = await promise
		const asked: number[] = []
		const pipe = new Pipe(visitor.socket.conn, {
			send: (fd, bytes, length) => {
				asked.push(length)
				if (asked.length % 3 === 0) return -1
				return kernelSend?.(fd, bytes, asked.length % 3 === 1 ? Math.floor(length / 2) : length) ?? -1
			},
		})
		for (let no = 1; no <= 30; no++) {
			sendToMany([{ socket: visitor.socket, pipe }], frame(no, 'ü'.repeat(no * 100)))
			await new Promise((done) => setImmediate(done))
		}
		await vi.waitFor(() => expect(heard).toHaveLength(30), 5_000)
		expect(heard.map(({ message }) => message)).toEqual(
			Array.from({ length: 30 }, (_, i) => frame(i + 1, 'ü'.repeat((i + 1) * 100)).message),
		)
		expect(asked.length).toBeGreaterThan(20)
	})

	test('is not asked while libuv holds something, nor for a connection that is closed', async () => {
		const { promise, resolve } = Promise.withResolvers<Visitor>()
		const { client } = await house.visit(['websocket'], resolve)
		const visitor = await promise
		const asked: number[] = []
		const pipe = new Pipe(visitor.socket.conn, { send: (fd) => asked.push(fd) && -1 })
		rawOf(client).pause()
		const own = bytesBelow(visitor.socket)
		for (let n = 0; n < 1_000 && writesWaiting(own) === 0; n++)
			sendToMany([{ socket: visitor.socket, pipe }], frame(n, 'x'.repeat(200_000)))
		const before = asked.length
		expect(before).toBeGreaterThan(0)
		expect(new Set(asked)).toEqual(new Set([asked[0]]))
		expect(pipe.write(Buffer.from('x'))).toBe(true)
		expect(asked).toHaveLength(before)
		own.destroy()
		pipe.write(Buffer.from('x'))
		expect(asked).toHaveLength(before)
	})

	test('is left out where Node does not let libraries in', async () => {
		const script = new URL('kernel-send.ts', import.meta.url).href
		const source = `const { openKernelSend } = await import('${script}'); console.log(typeof (await openKernelSend()))`
		const args = ['--input-type=module', '-e', source]
		const run = promisify(execFile)
		const [free, bound] = await Promise.all([
			run(process.execPath, args),
			run(process.execPath, ['--permission', '--allow-fs-read=*', '--no-warnings', ...args]),
		])
		expect(free.stdout.trim()).toBe(kernelSend ? 'function' : 'undefined')
		expect(bound.stdout.trim()).toBe('undefined')
	})
})

/** The hub's end of the wire. */
function bytesBelow({ conn }: ServerSocket): NetSocket {
	const webSocket: unknown = Reflect.get(Reflect.get(conn, 'transport') ?? {}, 'socket')
	const bytes: unknown = typeof webSocket === 'object' && webSocket !== null ? Reflect.get(webSocket, '_socket') : undefined
	if (!(bytes instanceof NetSocket)) throw new Error('the hub has no socket')
	return bytes
}

/** Bytes that libuv holds. */
function writesWaiting(bytes: NetSocket): unknown {
	const handle: unknown = Reflect.get(bytes, '_handle')
	return typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'writeQueueSize') : undefined
}

test('[F1] a connection that is not what it was made for is left to Socket.IO', () => {
	expect(new Pipe(undefined).write(Buffer.alloc(1))).toBe(false)
	const transport = { name: 'websocket', writable: true, socket: { readyState: 1 } }
	expect(new Pipe({ readyState: 'open', upgrading: false, transport, writeBuffer: [] }).write(Buffer.alloc(1))).toBe(false)
})

function at(n: number) {
	return { U: seq(n), S: seq(n), M: seq(n) }
}

function numberOf(message: unknown): unknown {
	if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset)[2]
	if (typeof message !== 'object' || message === null) return undefined
	for (const field of ['no', 'asOf', 'version', 'hubTime']) if (field in message) return numberAt(message, field)
	return undefined
}

function numberAt(message: object, field: string): unknown {
	const value: unknown = Reflect.get(message, field)
	return field === 'asOf' && 'no' in message ? Reflect.get(message, 'no') : value
}

type Raw = {
	readonly pause: () => void
	readonly resume: () => void
	readonly destroy: () => void
	readonly on: (event: 'data', heard: (bytes: Buffer) => void) => void
}

/** The client's own end of the wire. */
function rawOf({ io: { engine } }: Socket): Raw {
	const webSocket: unknown = Reflect.get(Reflect.get(engine, 'transport') ?? {}, 'ws')
	const raw: unknown = typeof webSocket === 'object' && webSocket !== null ? Reflect.get(webSocket, '_socket') : undefined
	if (!isRaw(raw)) throw new Error('the client has no socket')
	return raw
}

function isRaw(value: unknown): value is Raw {
	return typeof value === 'object' && value !== null && 'pause' in value && 'destroy' in value
}
