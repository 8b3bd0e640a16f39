import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

import { Aedes } from 'aedes'

import type { Clock } from '../scenario/clock.ts'
import { resultMessages } from './sensorthings.ts'
import { uplinkMessages } from './ttn.ts'

/** One message of the broker. */
export type Published = { readonly topic: string; readonly payload: string }

export type Span = { readonly from: number; readonly to: number }

const TICK_MS = 1_000

/**
 * The broker of the pumping stations (OGC SensorThings 1.1, 14) and of the contacts of gates (The Things Stack), on loopback: it says what
 * they say, as they say it. Whoever comes may listen, and nobody may say anything.
 */
export async function serveMqtt(clock: Clock, now: () => number): Promise<{ readonly port: number; readonly close: () => void }> {
	const broker = await Aedes.createBroker({
		authorizePublish: (client, _, done) => done(client === null ? null : new Error('this broker only tells')),
	})
	const sockets = new Set<Socket>()
	const server = createServer((socket) => {
		sockets.add(socket)
		socket.on('error', () => socket.destroy())
		socket.once('close', () => sockets.delete(socket))
		broker.handle(socket)
	})
	let last = now()
	const timer = setInterval(() => {
		const [from, to] = [last, now()]
		last = to
		for (const { topic, payload } of messagesIn(clock, { from, to }))
			broker.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => undefined)
	}, TICK_MS)
	server.listen({ port: 0, host: '127.0.0.1' })
	await once(server, 'listening')
	const address = server.address()
	const close = (): void => {
		clearInterval(timer)
		server.close()
		broker.close()
		for (const socket of sockets) socket.destroy()
	}
	return { port: address !== null && typeof address === 'object' ? address.port : 0, close }
}

/** What was measured after `from` and up to `to`. */
export function messagesIn(clock: Clock, span: Span): readonly Published[] {
	return [...resultMessages(clock, span), ...uplinkMessages(clock, span)]
}
