import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

import type { Framer } from '@lagebild/feeds/frame/framer.ts'
import { lineFramer } from '@lagebild/feeds/frame/lines.ts'
import { mqttBroker } from '@lagebild/testing/mqtt-broker.ts'
import { WebSocketServer } from 'ws'

import { eventStream } from '../event-stream.ts'
import { mqttStream } from '../mqtt.ts'
import type { Stream, StreamReach } from '../stream.ts'
import { tcpStream } from '../tcp.ts'
import { udpStream } from '../udp.ts'
import { webSocketStream } from '../web-socket.ts'

/** The other side of a stream, on the loopback interface. */
export type Side = {
	readonly port: number
	readonly stream: (port: number, reach: StreamReach) => Stream
	/** One message to whoever listens. */
	readonly say: (text: string) => Promise<void>
	/** Bytes that are no message of this protocol. */
	readonly babble?: (bytes: Buffer) => void
	readonly close: () => Promise<void>
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address ? address.port : 0
}

export async function mqttSide(qos: 0 | 1 | 2 = 1): Promise<Side> {
	const broker = await mqttBroker()
	return {
		port: broker.port,
		stream: (port, reach) => mqttStream({ host: '127.0.0.1', port, isSecure: false, topics: ['water/#'], qos }, reach),
		say: (text) => broker.publish('water/a', text, { qos: qos === 0 ? 0 : 1 }),
		close: broker.close,
	}
}

export async function tcpSide(): Promise<Side & { readonly heard: () => string }> {
	const sockets = new Set<Socket>()
	let heard = ''
	const server = createServer((socket) => {
		sockets.add(socket)
		socket.on('error', () => undefined)
		socket.on('data', (bytes) => {
			heard += String(bytes)
		})
		socket.once('close', () => sockets.delete(socket))
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return {
		port: portOf(server.address()),
		heard: () => heard,
		stream: (port, reach) => tcpStream({ host: '127.0.0.1', port, hello: ['hello\n'], frame: () => lineFramer(reach.maxBytes) }, reach),
		say: async (text) => {
			for (const socket of sockets) socket.write(`${text}\n`)
		},
		babble: (bytes) => {
			for (const socket of sockets) socket.write(bytes)
		},
		close: async () => {
			for (const socket of sockets) socket.destroy()
			server.close()
			await once(server, 'close')
		},
	}
}

export async function webSocketSide(): Promise<
	Side & { readonly heard: () => string; readonly endAll: (code: number, words: string) => void }
> {
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true })
	const raw = new Set<Socket>()
	let heard = ''
	server.on('connection', (socket, request) => {
		raw.add(request.socket)
		socket.on('error', () => undefined)
		socket.on('message', (data) => {
			heard += Buffer.isBuffer(data) ? data.toString() : ''
		})
	})
	await once(server, 'listening')
	return {
		port: portOf(server.address()),
		heard: () => heard,
		endAll: (code, words) => {
			for (const client of server.clients) client.close(code, words)
		},
		stream: (port, reach) => webSocketStream({ url: `ws://127.0.0.1:${port}/live`, headers: {}, hello: ['hello'] }, reach),
		say: async (text) => {
			for (const client of server.clients) client.send(text)
		},
		babble: (bytes) => {
			for (const socket of raw) socket.write(bytes)
		},
		close: async () => {
			for (const client of server.clients) client.terminate()
			server.close()
			await once(server, 'close')
		},
	}
}

export type EventSide = Side & {
	readonly sayEvent: (event: { readonly data: string; readonly id?: string; readonly event?: string }) => void
	/** Header `Last-Event-ID` of each request. */
	readonly asked: readonly (string | undefined)[]
	answer: ((response: ServerResponse) => void) | undefined
}

export async function eventSide(): Promise<EventSide> {
	const responses = new Set<ServerResponse>()
	const asked: (string | undefined)[] = []
	const server = createHttpServer((request, response) => {
		asked.push(request.headers['last-event-id']?.toString())
		if (side.answer) return side.answer(response)
		responses.add(response)
		response.once('close', () => responses.delete(response))
		response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':hello\n\n')
		return undefined
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const write = (bytes: Buffer | string): void => {
		for (const response of responses) response.write(bytes)
	}
	const side: EventSide = {
		answer: undefined,
		asked,
		port: portOf(server.address()),
		stream: (port, reach) => eventStream({ url: `http://127.0.0.1:${port}/live`, headers: {} }, reach),
		sayEvent: ({ data, id, event }) =>
			write(`${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`),
		say: async (text) => side.sayEvent({ data: text }),
		babble: write,
		close: async () => {
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
	return side
}

/** The port is ours: datagrams go to it. */
export async function udpSide(frame?: () => Framer): Promise<Side> {
	const free = createSocket('udp4')
	free.bind(0, '127.0.0.1')
	await once(free, 'listening')
	const { port } = free.address()
	free.close()
	await once(free, 'close')
	const socket = createSocket('udp4')
	return {
		port,
		stream: (own, reach) => udpStream({ host: '127.0.0.1', port: own, ...(frame && { frame }) }, reach),
		say: (text) =>
			new Promise((resolve, reject) => {
				socket.send(text, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()))
			}),
		close: async () => {
			socket.close()
			await once(socket, 'close')
		},
	}
}
