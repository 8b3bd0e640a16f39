import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { expect, test } from 'vitest'

import { startClock } from '../scenario/clock.ts'
import { keepSecret, playNetworkServer, POSTED_FEED } from './network-server.ts'

const START = Date.UTC(2026, 10, 21, 20)
const LATER = START + 7_200_000

test('what contacts of gates say is posted in order, signed by the secret that is kept, and again until it is taken', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-network-server-'))
	const secretFile = keepSecret(join(folder, 'not', 'there', 'yet'))
	const secret = readFileSync(secretFile, 'utf8')
	expect(readFileSync(keepSecret(secretFile), 'utf8')).toBe(secret)
	const stop = new AbortController()
	const seen: { readonly url: string | undefined; readonly signed: boolean; readonly body: string }[] = []
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await text(request)
		const signed = request.headers['x-uebung-signature'] === createHmac('sha256', secret).update(body).digest('hex')
		response.writeHead(seen.length === 0 ? 503 : 200).end()
		seen.push({ url: request.url, signed, body })
		if (seen.length === 4) stop.abort()
	}
	const server = createServer((request, response) => void answer(request, response))
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	let asked = 0
	const now = (): number => (asked++ === 0 ? START : LATER)
	await playNetworkServer({ address: `127.0.0.1:${port}`, secretFile, clock: startClock(START, 1), now, signal: stop.signal })
	server.close()
	rmSync(folder, { recursive: true })
	expect(new Set(seen.map(({ url, signed }) => `${url} ${signed}`))).toEqual(new Set([`/feeds/${POSTED_FEED} true`]))
	expect(seen[1]?.body).toBe(seen[0]?.body)
	expect(new Set(seen.slice(1).map(({ body }) => body)).size).toBe(3)
})
