import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

import { Aedes } from 'aedes'

export type BrokerOptions = {
	/** Absent: any that is free. */
	readonly port?: number
	/** Absent: whoever comes is let in. */
	readonly lets?: (username: string | undefined, password: string | undefined) => boolean
	/** Topics that may be subscribed to; absent: all. */
	readonly maySubscribe?: (topic: string) => boolean
}

/** A broker on the loopback interface. */
export type MqttBroker = {
	readonly port: number
	readonly publish: (
		topic: string,
		payload: string | Buffer,
		options?: { readonly qos?: 0 | 1; readonly retain?: boolean },
	) => Promise<void>
	/** How many messages subscribers have acknowledged. */
	readonly acknowledged: () => number
	readonly subscribers: () => number
	readonly close: () => Promise<void>
}

export async function mqttBroker({ port = 0, lets, maySubscribe }: BrokerOptions = {}): Promise<MqttBroker> {
	const aedes = await Aedes.createBroker({
		...(lets && { authenticate: (_, username, password, done) => done(null, lets(username, password?.toString())) }),
		...(maySubscribe && {
			authorizeSubscribe: (_, subscription, done) => done(null, maySubscribe(subscription.topic) ? subscription : null),
		}),
	})
	const sockets = new Set<Socket>()
	const server = createServer((socket) => {
		sockets.add(socket)
		socket.once('close', () => sockets.delete(socket))
		aedes.handle(socket)
	})
	let acknowledged = 0
	let subscribers = 0
	aedes.on('ack', () => {
		acknowledged += 1
	})
	aedes.on('subscribe', () => {
		subscribers += 1
	})
	server.listen(port, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		publish: (topic, payload, { qos = 0, retain = false } = {}) =>
			new Promise((resolve, reject) => {
				aedes.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false }, (error) => (error ? reject(error) : resolve()))
			}),
		acknowledged: () => acknowledged,
		subscribers: () => subscribers,
		close: async () => {
			await new Promise<void>((resolve) => {
				aedes.close(() => resolve())
			})
			for (const socket of sockets) socket.destroy()
			if (!server.listening) return
			server.close()
			await once(server, 'close')
		},
	}
}
