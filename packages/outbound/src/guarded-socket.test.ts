import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Server } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { guardedSocket } from './guarded-socket.ts'

let server: Server
let port = 0
let connections = 0

beforeAll(async () => {
	server = createServer((socket) => {
		connections += 1
		socket.on('error', () => undefined)
		socket.end('here')
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	port = typeof address === 'object' && address ? address.port : 0
})

afterAll(() => {
	server.close()
})

async function say(host: string, allowPrivateHosts: readonly string[], tls?: { readonly ca?: string }): Promise<string> {
	const socket = guardedSocket({ host, port, ...(tls && { tls }) }, { allowPrivateHosts, timeoutMs: 2_000 })
	try {
		let text = ''
		for await (const chunk of socket) text += String(chunk)
		return text
	} catch (error) {
		return error instanceof Error ? error.message : 'failed'
	}
}

test('a host of this house is reached by the name that was allowed and by no other, and nothing knocks at its door', async () => {
	expect(await say('127.0.0.1', ['127.0.0.1'])).toBe('here')
	expect(await say('localhost', ['localhost'])).toBe('here')
	connections = 0
	for (const host of ['localhost', '127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0', '::1'])
		expect(await say(host, ['lage.example'])).toContain('not public')
	expect(connections).toBe(0)
})

test('the other side must be whom its certificate names', async () => {
	expect(await say('127.0.0.1', ['127.0.0.1'], {})).not.toBe('here')
})
