import { createServer } from 'node:http'

import { Server } from 'socket.io'
import { io } from 'socket.io-client'
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
