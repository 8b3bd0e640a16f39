import { createServer } from 'node:http'
import type { Server } from 'node:http'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { guardedFetch } from './guarded-fetch.ts'

let server: Server
let port = 0
const asked: string[] = []

beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(request.url ?? '')
		if (request.url === '/away') response.writeHead(302, { location: '/other' }).end()
		else if (request.url === '/nothing') response.writeHead(204).end()
		else if (request.url === '/long') response.end('x'.repeat(2_000))
		else if (request.url === '/slow') response.write('a')
		else response.end('here')
	})
	await new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(true))
	})
	const address = server.address()
	port = typeof address === 'object' && address ? address.port : 0
})

afterAll(() => {
	server.closeAllConnections()
	server.close()
})

async function ask(url: string, allowPrivateHosts: readonly string[] = ['127.0.0.1']): Promise<string> {
	const outbound = guardedFetch({ allowPrivateHosts, timeoutMs: 500, maxBytes: 1_000 })
	try {
		const answer = await outbound.fetch(url, {})
		return `${answer.status} ${await answer.text()}`
	} catch (error) {
		return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
	} finally {
		await outbound.close()
	}
}

test('a host of this house is reached by the name that was allowed, and by no other way of writing it', async () => {
	expect(await ask(`http://127.0.0.1:${port}/`)).toBe('200 here')
	asked.length = 0
	for (const host of ['localhost', '127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])
		expect(await ask(`http://${host}:${port}/`, ['lage.example'])).toContain('not public')
	expect(asked).toEqual([])
})

test('redirects come back as they are, and an answer is bounded in length and time', async () => {
	expect(await ask(`http://127.0.0.1:${port}/away`)).toBe('302 ')
	expect(asked).not.toContain('/other')
	expect(await ask(`http://127.0.0.1:${port}/nothing`)).toBe('204 ')
	expect(await ask(`http://127.0.0.1:${port}/long`)).toContain('larger than 1000 bytes')
	expect(await ask(`http://127.0.0.1:${port}/slow`)).toMatch(/timeout|aborted/i)
})
