import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

import { afterEach, describe, expect, test } from 'vitest'

import { describeFailure } from './fetch-failure.ts'
import { createFetcher } from './fetch.ts'
import type { Fetched, Fetcher, FetcherOptions } from './fetch.ts'

const open: (() => Promise<unknown>)[] = []

afterEach(async () => {
	await Promise.all(open.splice(0).map((close) => close()))
})

async function serve(listener: RequestListener): Promise<string> {
	const server: Server = createServer(listener)
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	open.push(async () => {
		server.closeAllConnections()
		server.close()
		await once(server, 'close')
	})
	const address: AddressInfo | string | null = server.address()
	if (typeof address !== 'object' || address === null) throw new Error('no port')
	return `http://127.0.0.1:${address.port}`
}

function fetcher(options: Partial<FetcherOptions> = {}): Fetcher {
	const made = createFetcher({ allowPrivateHosts: ['127.0.0.1'], timeoutMs: 5_000, ...options })
	open.push(() => made.close())
	return made
}

function reasonOf(fetched: Fetched): string {
	return fetched.type === 'failed' ? fetched.reason : fetched.type
}

describe('what the upstream says', () => {
	test('a document comes with what it says about its state, and is not asked for again unchanged', async () => {
		const url = await serve((request, response) => {
			const same = request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] !== undefined
			response.writeHead(same ? 304 : 200, { etag: '"v1"', 'last-modified': 'Sat, 21 Nov 2026 20:00:00 GMT', 'content-type': 'text/plain' })
			response.end(same ? undefined : 'guten Abend')
		})
		const get = fetcher()
		const first = await get.get(url)
		if (first.type !== 'document') throw new Error(first.type)
		expect([new TextDecoder().decode(first.bytes), first.contentType]).toEqual(['guten Abend', 'text/plain'])
		expect(await get.get(url, first.validators)).toEqual({ type: 'unchanged' })
	})
	test('user and password of an address are said to its origin, also for what it refers to, and told to nobody', async () => {
		const elsewhere = await serve((request, response) => response.end(request.headers.authorization ?? 'nobody'))
		const url = await serve((request, response) => {
			if (request.url === '/away') response.writeHead(302, { location: elsewhere })
			response.end(request.headers.authorization ?? 'nobody')
		})
		const get = fetcher({ allowPrivateHosts: ['127.0.0.1', 'localhost'] })
		const said = async (address: string): Promise<unknown> => {
			const fetched = await get.get(address)
			return fetched.type === 'document' ? [Buffer.from(fetched.bytes).toString(), fetched.url] : fetched
		}
		const basic = `Basic ${Buffer.from('kim:ge heim').toString('base64')}`
		expect(await said(`${url.replace('//', '//kim:ge%20heim@')}/list`)).toEqual([basic, `${url}/list`])
		expect(await said(`${url}/page`)).toEqual([basic, `${url}/page`])
		expect(await said(`${elsewhere}/`)).toEqual(['nobody', `${elsewhere}/`])
		expect(JSON.stringify(await said(`${url}/away`))).not.toContain('heim')
	})
	test('a refusal is told in its words, with the pause that it asks for', async () => {
		const url = await serve((_request, response) => {
			response.writeHead(503, 'Wartung bis 22 Uhr', { 'retry-after': '120' })
			response.end()
		})
		expect(await fetcher().get(url)).toEqual({ type: 'failed', reason: 'HTTP 503 Wartung bis 22 Uhr', retryAfterMs: 120_000 })
	})
	test('compressed content is unpacked, and measured unpacked', async () => {
		const url = await serve((_request, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' })
			response.end(gzipSync(Buffer.alloc(200_000, 'a')))
		})
		expect(await fetcher().get(url)).toMatchObject({ type: 'document', bytes: { length: 200_000 } })
		expect(reasonOf(await fetcher({ maxBytes: 100_000 }).get(url))).toBe('the document is larger than 100000 bytes')
	})
	test('redirects are followed, but not for ever', async () => {
		const url = await serve((request, response) => {
			const step = Number(request.url?.slice(1))
			response.writeHead(step > 0 ? 302 : 200, { location: `/${step - 1}` })
			response.end('da')
		})
		expect(await fetcher().get(`${url}/3`)).toMatchObject({ type: 'document', url: `${url}/0` })
		expect(reasonOf(await fetcher().get(`${url}/9`))).toBe('more than 5 redirects')
	})
})

describe('what the house is protected from', () => {
	test.each(['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])(
		'%s is not reached unless it is allowed',
		async (host) => {
			const url = await serve((_request, response) => response.end('innen'))
			expect(reasonOf(await fetcher({ allowPrivateHosts: [] }).get(url.replace('127.0.0.1', host)))).toMatch(/which is not public$/)
		},
	)
	test('an allowed host is no destination of a redirect from elsewhere', async () => {
		const inside = await serve((_request, response) => response.end('innen'))
		const outside = await serve((_request, response) => {
			response.writeHead(302, { location: inside })
			response.end()
		})
		expect(reasonOf(await fetcher().get(outside))).toBe(`redirect to the private host ${inside.slice(7)}`)
	})
	test('a redirect to a private address is refused at the socket', async () => {
		const inside = await serve((_request, response) => response.end('innen'))
		const outside = await serve((_request, response) => {
			response.writeHead(302, { location: inside.replace('127.0.0.1', 'localhost') })
			response.end()
		})
		expect(reasonOf(await fetcher().get(outside))).toBe('localhost is at 127.0.0.1, which is not public')
	})
	test('a failure behind a redirect names the host that failed', async () => {
		const gone = await serve((_request, response) => response.end())
		const { host } = new URL(gone)
		await open.pop()?.()
		const outside = await serve((_request, response) => {
			response.writeHead(302, { location: gone.replace('127.0.0.1', 'localhost') })
			response.end()
		})
		expect(reasonOf(await fetcher().get(outside))).toBe(`ECONNREFUSED ${host.replace('127.0.0.1', 'localhost')}: nobody listens there`)
	})
	test('other schemes do not exist', async () => {
		expect(reasonOf(await fetcher().get('file:///etc/passwd'))).toBe('file: is not http or https')
	})
})

describe('what does not answer', () => {
	test('an answer that drips is cut off after the whole time', async () => {
		const url = await serve((_request, response) => {
			response.writeHead(200)
			const drip = setInterval(() => response.write('x'), 20)
			response.on('close', () => clearInterval(drip))
		})
		expect(reasonOf(await fetcher({ timeoutMs: 200 }).get(url))).toBe('no complete answer within 0.2 s')
	})
	test('a closed port is told in words', async () => {
		const url = await serve((_request, response) => response.end())
		await Promise.all(open.splice(0).map((close) => close()))
		expect(reasonOf(await fetcher().get(url))).toBe(`ECONNREFUSED ${url.slice(7)}: nobody listens there`)
	})
	test('the causes inside an error are found, and an unknown one speaks for itself', () => {
		const unknownName = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
		const wrapped = new TypeError('fetch failed', { cause: new AggregateError([unknownName]) })
		expect(describeFailure(wrapped, 'https://pegel.example/x')).toBe('ENOTFOUND pegel.example: the name cannot be resolved')
		expect(describeFailure(new TypeError('odd'), 'https://pegel.example/x')).toBe('pegel.example: odd')
		expect(describeFailure('text', 'nowhere')).toBe('nowhere: the request failed')
	})
	test('it stops when it is told to', async () => {
		const stop = new AbortController()
		const url = await serve(() => stop.abort())
		expect(await fetcher().get(url, {}, stop.signal)).toMatchObject({ type: 'failed' })
	})
})
