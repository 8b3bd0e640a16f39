import { execFile } from 'node:child_process'
import { Socket as NetSocket } from 'node:net'
import { promisify } from 'node:util'

import type { Socket as ServerSocket } from 'socket.io'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { Pipe } from './pipe.ts'
import { sendToMany } from './send-frame.ts'
import { frame, House, kernelSend, rawOf } from './testing/house.ts'
import type { Visitor } from './testing/house.ts'

describe('the call of the kernel', () => {
	let house: House
	beforeEach(async () => {
		house = new House('kernel')
		await house.open()
	})
	afterEach(async () => {
		await house.close()
	})

	test('[F10] that takes a part, or nothing, leaves the rest to the stream, whole and in order', async () => {
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

	test('[F10] is not asked while libuv holds something, nor for a connection that is closed', async () => {
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

	test('[F10] is left out where Node does not let libraries in', async () => {
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
