import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { addressReader } from './client-address.ts'

const server = createServer((request, response) => {
	const trusted = request.url === '/trusting' ? ['loopback', '10.0.0.0/8'] : ['192.0.2.1']
	response.end(addressReader(trusted)(request))
})
let url = ''

beforeAll(async () => {
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const address: AddressInfo | string | null = server.address()
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

const asked = async (path: string, forwarded: string): Promise<string> =>
	(await fetch(`${url}${path}`, { headers: { 'x-forwarded-for': forwarded } })).text()

test('a trusted proxy says who asks, and whoever is further out says nothing', async () => {
	expect(await asked('/trusting', '203.0.113.9')).toBe('203.0.113.9')
	expect(await asked('/trusting', '198.51.100.7, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9')
})

test('of anybody else what it says about itself is not believed', async () => {
	expect(await asked('/doubting', '203.0.113.9')).toBe('127.0.0.1')
})
