import { createServer } from 'node:http'
import { Socket as NetSocket } from 'node:net'

import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { takeAcks } from './acks.ts'
import type { HubServer } from './outlets.ts'

let server: HubServer
let port = 0

beforeEach(async () => {
	const http = createServer()
	server = new Server(http, { serveClient: false })
	await new Promise<void>((resolve) => {
		http.listen(0, '127.0.0.1', resolve)
	})
	const address = http.address()
	port = typeof address === 'object' && address ? address.port : 0
})

afterEach(async () => {
	await server.close()
})

test.each([[['websocket']], [['polling']]])(
	'[F8] acknowledgements are taken early over %j, and everything else reaches Socket.IO',
	async (transports) => {
		const taken: number[] = []
		const heard: unknown[] = []
		for (const operation of ['eins', 'zwei'])
			server.of(`/operations/${operation}`).on('connection', (socket) => {
				takeAcks(socket, (frame) => taken.push(frame))
				socket.onAny((name: string, message: unknown) => heard.push([operation, name, message]))
			})
		const client = io(`http://127.0.0.1:${port}/operations/eins`, { transports, reconnection: false })
		const other = client.io.socket('/operations/zwei')
		await vi.waitFor(() => expect([client.connected, other.connected]).toEqual([true, true]))
		client.emit('ack', { frame: 7 })
		other.emit('ack', { frame: 8 })
		client.emit('scope', { want: {} })
		const strange = [{ frame: -1 }, { frame: 1.5 }, { frame: 1, more: 2 }, { frame: '9' }, { frame: 1e300 }, null]
		for (const message of strange) client.emit('ack', message)
		client.emit('ack', { frame: 123_456_789_012_345 })
		client.emit('bytes', Buffer.from([1]))
		other.emit('end', 1)
		await vi.waitFor(() => expect(heard.at(-1)).toEqual(['zwei', 'end', 1]))
		expect(taken).toEqual([7, 8, 123_456_789_012_345])
		expect(heard.slice(0, -2)).toEqual([['eins', 'scope', { want: {} }], ...strange.map((message) => ['eins', 'ack', message])])
		client.close()
		other.close()
	},
)

test('[F8] whoever enters the same namespace again and again over one connection costs no more than once', async () => {
	const taken: string[] = []
	const heard = new Promise((resolve) => {
		server.of('/operations/eins').on('connection', (socket) => {
			for (let n = 0; n < 20_000; n++) takeAcks(socket, (frame) => taken.push(`${n} ${frame}`))
			socket.on('resync', resolve)
		})
	})
	const client = io(`http://127.0.0.1:${port}/operations/eins`, { transports: ['websocket'], reconnection: false })
	client.emit('ack', { frame: 7 })
	client.emit('resync', { why: 'gap' })
	expect(await heard).toEqual({ why: 'gap' })
	expect(taken).toEqual(['19999 7'])
	client.close()
})

test('[F8, G15] more acknowledgements than a client says go the way on which messages are limited', async () => {
	let taken = 0
	let heard = 0
	const end = new Promise((resolve) => {
		server.of('/operations/eins').on('connection', (socket) => {
			takeAcks(socket, () => taken++)
			socket.on('ack', () => heard++)
			socket.on('resync', resolve)
		})
	})
	const client = io(`http://127.0.0.1:${port}/operations/eins`, { transports: ['websocket'], reconnection: false })
	for (let frame = 0; frame < 2_000; frame++) client.emit('ack', { frame })
	client.emit('resync', { why: 'gap' })
	await end
	expect(taken).toBeGreaterThanOrEqual(50)
	expect(heard).toBeGreaterThan(1_000)
	expect(taken + heard).toBe(2_000)
	client.close()
})

test('[F8] one that comes in pieces, beside others or after a message in halves is taken once and in its order', async () => {
	const heard: unknown[] = []
	server.of('/operations/eins').on('connection', (socket) => {
		takeAcks(socket, (frame) => heard.push(frame))
		socket.onAny((name: string, message: unknown) => heard.push([name, message]))
	})
	const client = io(`http://127.0.0.1:${port}/operations/eins`, { transports: ['websocket'], reconnection: false })
	await vi.waitFor(() => expect(client.connected).toBe(true))
	const bytes = bytesOf(client)
	const say = async (...chunks: readonly Buffer[]): Promise<void> => {
		for (const chunk of chunks) {
			// oxlint-disable-next-line no-await-in-loop
			await new Promise((done) => bytes.write(chunk, () => setImmediate(done)))
		}
	}
	const ack = (frame: number): Buffer => written(`42/operations/eins,["ack",{"frame":${frame}}]`)
	const whole = ack(2)
	const resync = written('42/operations/eins,["resync",{"why":"gap"}]')
	await say(ack(1), whole.subarray(0, 9), whole.subarray(9), Buffer.concat([ack(3), resync]), Buffer.concat([resync, ack(4)]))
	await say(
		Buffer.concat([resync, ack(5).subarray(0, 20)]),
		ack(5).subarray(20),
		resync.subarray(0, 3),
		Buffer.concat([resync.subarray(3), ack(6)]),
	)
	const begun = written('42/operations/eins,["resync",{"why":"ga', 0x01)
	await say(begun, written('p"}]', 0x80), ack(7), written('42/operations/eins,["end",1]'))
	await vi.waitFor(() => expect(heard.at(-1)).toEqual(['end', 1]))
	expect(heard.filter((one) => typeof one === 'number')).toEqual([1, 2, 3, 4, 5, 6, 7])
	expect(heard.filter((one) => typeof one !== 'number')).toEqual([
		...Array.from({ length: 5 }, () => ['resync', { why: 'gap' }]),
		['end', 1],
	])
	client.close()
})

test('[F11] what is no acknowledgement comes whole, however large and beside whomever', async () => {
	const heard = new Map<string, unknown[]>()
	let acks = 0
	server.of('/operations/eins').on('connection', (socket) => {
		takeAcks(socket, () => acks++)
		socket.on('submit', (...said: unknown[]) => heard.set(socket.id, [...(heard.get(socket.id) ?? []), ...said]))
	})
	const clients = Array.from({ length: 4 }, () =>
		io(`http://127.0.0.1:${port}/operations/eins`, { transports: ['websocket'], forceNew: true, reconnection: false }),
	)
	await vi.waitFor(() => expect(clients.every(({ connected }) => connected)).toBe(true))
	const texts = clients.map((_, n) => [String(n).repeat(300_000), `${n}ü`.repeat(50), String(n).repeat(70_000)])
	for (let turn = 0; turn < 3; turn++)
		for (const [n, client] of clients.entries()) {
			client.emit('submit', texts[n]?.[turn])
			client.emit('ack', { frame: turn })
		}
	await vi.waitFor(() => expect([...heard.values()].flat()).toHaveLength(12), 5_000)
	await vi.waitFor(() => expect(acks).toBe(12))
	expect(clients.map(({ id = '' }) => heard.get(id))).toEqual(texts)
	for (const client of clients) client.close()
})

test('[F11] who closes the connection in the middle is gone', async () => {
	const gone = new Promise((resolve) => {
		server.of('/operations/eins').on('connection', (socket) => {
			takeAcks(socket, () => undefined)
			socket.on('disconnect', resolve)
		})
	})
	const client = io(`http://127.0.0.1:${port}/operations/eins`, { transports: ['websocket'], reconnection: false })
	await vi.waitFor(() => expect(client.connected).toBe(true))
	const bytes = bytesOf(client)
	bytes.write(written('42/operations/eins,["ack",{"frame":1}]').subarray(0, 9), () => bytes.destroy())
	expect(await gone).toBe('transport close')
})

/** One frame of a message, as a client writes it. */
function written(text: string, first = 0x81): Buffer {
	const mask = [9, 8, 7, 6]
	const payload = Buffer.from(text)
	return Buffer.from([first, 0x80 | payload.length, ...mask, ...payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0))])
}

/** The client's own end of the wire. */
function bytesOf({ io: { engine } }: Socket): NetSocket {
	const webSocket: unknown = Reflect.get(Reflect.get(engine, 'transport') ?? {}, 'ws')
	const bytes: unknown = typeof webSocket === 'object' && webSocket !== null ? Reflect.get(webSocket, '_socket') : undefined
	if (!(bytes instanceof NetSocket)) throw new Error('the client has no socket')
	return bytes
}
