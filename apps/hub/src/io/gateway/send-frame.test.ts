import { seq } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { Pipe } from './pipe.ts'
import type { Letter } from './send-frame.ts'
import { frame, House, kernelSend, rawOf } from './testing/house.ts'
import type { Visitor } from './testing/house.ts'

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
