import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { Server } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { TestHub } from '../../testing/harness.ts'
import type { HubServer } from './outlets.ts'
import { HANDSHAKE_MS, watchWaiting } from './waiting.ts'

let hub: TestHub
const POLLING = '/socket.io/?EIO=4&transport=polling'

beforeEach(async () => {
	hub = await TestHub.start()
})

afterEach(async () => {
	vi.useRealTimers()
	await hub.close()
})

function sidIn(text: string): string {
	return z.object({ sid: z.string() }).parse(JSON.parse(text.slice(1))).sid
}

test('[G11] whoever connects and says nothing is cut off after ten seconds, and what polling answers is marked as what it is', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout'] })
	const opened = await hub.ask(POLLING)
	expect([opened.status, opened.headers.get('x-content-type-options')]).toEqual([200, 'nosniff'])
	const sid = sidIn(opened.text)
	vi.advanceTimersByTime(HANDSHAKE_MS - 1)
	const post = () => hub.ask(`${POLLING}&sid=${sid}`, { raw: '3', headers: { 'content-type': 'text/plain' } })
	expect((await post()).status).toBe(200)
	vi.advanceTimersByTime(1)
	expect((await hub.ask(`${POLLING}&sid=${sid}`)).text).toMatch(/1$/)
	const late = await post()
	expect([late.status, late.headers.get('x-content-type-options')]).toEqual([400, 'nosniff'])
})

test('[G11] no more than so many wait; who speaks over an open connection goes on, and a place that is free is given', async () => {
	const server = createServer()
	const io: HubServer = new Server(server, { allowRequest: (request, answer) => answer(null, waiting.mayEnter(request)) })
	const waiting = watchWaiting(io, { addressOf: () => 'here', most: 4 })
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const { port } = z.custom<AddressInfo>((address) => typeof address === 'object' && address !== null).parse(server.address())
	const url = `http://127.0.0.1:${port}${POLLING}`
	const open = async () => {
		const answer = await fetch(url)
		return { status: answer.status, text: await answer.text() }
	}
	const [first, second, third] = [await open(), await open(), await open()]
	expect([first.status, second.status, third.status]).toEqual([200, 200, 403])
	const said = await fetch(`${url}&sid=${sidIn(first.text)}`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '1' })
	expect(said.status).toBe(200)
	expect((await open()).status).toBe(200)
	await io.close()
})
