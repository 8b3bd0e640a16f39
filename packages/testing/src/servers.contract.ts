import { createConnection } from 'node:net'

import { expect, test, vi } from 'vitest'

import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { freshDatabase, redisUrl } from './servers.ts'

/** A copy and each start bring all they wrote to the disk, which others may use too. */
vi.setConfig({ testTimeout: 120_000 })

/** What the server answers first to these bytes; undefined while nobody listens, or nobody answers within `patienceMs`. */
function answerOf(port: number, bytes: Buffer, patienceMs = 5_000): Promise<Buffer | undefined> {
	return new Promise((resolve) => {
		const socket = createConnection({ port, host: '127.0.0.1' })
		const answer = (value: Buffer | undefined) => {
			clearTimeout(patience)
			socket.destroy()
			resolve(value)
		}
		const patience = setTimeout(() => answer(undefined), patienceMs)
		socket.on('connect', () => socket.write(bytes))
		socket.on('data', answer)
		socket.on('error', () => answer(undefined))
	})
}

const PING = Buffer.from('PING\r\n')
/** SSLRequest of PostgreSQL's protocol: answered by the process that the postmaster forks. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

test('the shared servers answer, and each database is another', async () => {
	expect((await answerOf(Number(new URL(redisUrl()).port), PING))?.toString()).toBe('+PONG\r\n')
	const [first, second] = await Promise.all([freshDatabase(), freshDatabase()])
	expect(first).not.toBe(second)
	expect((await answerOf(Number(new URL(first).port), SSL_REQUEST))?.toString()).toBe('N')
})

test('a Redis stops, goes on, dies and comes back where it was', async () => {
	const redis = await startRedis()
	const answers = async (patienceMs?: number) => (await answerOf(redis.port, PING, patienceMs)) !== undefined
	expect(await answers()).toBe(true)
	redis.pause()
	expect(await answers(200)).toBe(false)
	redis.resume()
	expect(await answers()).toBe(true)
	await redis.kill()
	expect(await answers()).toBe(false)
	await redis.restart()
	expect(await answers()).toBe(true)
	await redis.stop()
})

test('a PostgreSQL stops, goes on, dies and comes back where it was, or as it was when a copy was made', async () => {
	const postgres = await startPostgres()
	const answers = async (patienceMs?: number) => (await answerOf(postgres.port, SSL_REQUEST, patienceMs)) !== undefined
	expect(await answers()).toBe(true)
	postgres.pause()
	expect(await answers(200)).toBe(false)
	postgres.resume()
	expect(await answers()).toBe(true)
	const copy = await postgres.copy()
	await postgres.kill()
	expect(await answers()).toBe(false)
	await postgres.restart()
	expect(await postgres.database()).toContain(String(postgres.port))
	await postgres.restart(copy)
	expect(await answers()).toBe(true)
	await postgres.stop()
})
