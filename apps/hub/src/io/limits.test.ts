import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { text as textOf } from 'node:stream/consumers'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { Pace } from './pace.ts'
import { Places } from './places.ts'
import { Strangers } from './strangers.ts'

test('[G13] one takes at most half of all places, and whoever is new finds one, in whatever order they come and go', () => {
	const places = new Places(100)
	expect(Array.from({ length: 100 }, () => places.take('a')).filter(Boolean)).toHaveLength(50)
	expect(Array.from({ length: 100 }, () => places.take('b')).filter(Boolean)).toHaveLength(25)
	const move = fc.record({ who: fc.constantFrom('a', 'b', 'c', 'd'), leaves: fc.boolean() })
	fc.assert(
		fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
			const few = new Places(32)
			const held = new Map<string, number>()
			for (const { who, leaves } of moves) {
				const own = held.get(who) ?? 0
				if (leaves) few.leave(who)
				const next = leaves ? Math.max(0, own - 1) : own + Number(few.take(who))
				held.set(who, next)
				expect(few.taken).toBe([...held.values()].reduce((sum, n) => sum + n, 0))
			}
			expect(few.take('new')).toBe(true)
		}),
	)
})

test('[G14] what was spent comes back with time, for each by itself', () => {
	let now = 0
	const pace = new Pace({ most: 3, perSecond: 2, now: () => now })
	expect([1, 2, 3, 4].map(() => pace.spend('a'))).toEqual([true, true, true, false])
	expect([pace.waitMs('a'), pace.waitMs('b')]).toEqual([500, 0])
	now = 499
	expect(pace.spend('a')).toBe(false)
	now = 500
	expect([pace.spend('a'), pace.spend('a')]).toEqual([true, false])
	now = 60_000
	expect([1, 2, 3, 4].map(() => pace.spend('a'))).toEqual([true, true, true, false])
})

test('[G17] of one address half of the places for strangers are taken at most, the next one is told so, and who is known needs none', async () => {
	const counted: string[] = []
	const strangers = new Strangers((fault) => counted.push(fault), 8)
	const server = createServer((request, response) => {
		strangers.known(request.socket)
		response.end('known')
	})
	strangers.watch(server)
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const { port } = z.custom<AddressInfo>((address) => typeof address === 'object' && address !== null).parse(server.address())
	const accepted = (): Promise<Socket> =>
		new Promise((resolve) => {
			const socket = connect(port, '127.0.0.1')
			server.once('connection', () => resolve(socket))
		})
	const open = [await accepted(), await accepted(), await accepted(), await accepted()]
	const refused = await textOf(await accepted())
	expect(refused).toMatch(/^HTTP\/1.1 429 Too Many Requests[^]*"fault":"too-many-requests"/)
	expect(counted).toEqual(['too-many-requests'])
	open[0]?.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
	await new Promise((resolve) => open[0]?.once('data', resolve))
	expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200)
	for (const socket of open) socket.destroy()
	server.closeAllConnections()
	server.close()
})
