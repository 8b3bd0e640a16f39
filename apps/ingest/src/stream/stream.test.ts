import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

import type { Reject } from '@lagebild/feeds/adapter.ts'
import { aisFramer } from '@lagebild/feeds/ais/frame.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterEach, describe, expect, test } from 'vitest'

import type { Connection, Heard, StreamReach } from './stream.ts'
import { eventSide, mqttSide, tcpSide, udpSide, webSocketSide } from './testing/sides.ts'
import type { Side } from './testing/sides.ts'

const open: (() => Promise<void> | void)[] = []

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) await close()
})

const REACH: StreamReach = { allowPrivateHosts: ['127.0.0.1'], timeoutMs: 1_500, maxBytes: 100_000 }

type Listening = {
	readonly connection: Connection
	readonly heard: Heard[]
	readonly rejects: Reject[]
	readonly texts: () => readonly string[]
	readonly ready: () => Promise<true>
	full: boolean
}

function listen(side: Side, { port = side.port, reach = REACH }: { readonly port?: number; readonly reach?: StreamReach } = {}): Listening {
	const heard: Heard[] = []
	const rejects: Reject[] = []
	let isReady = false
	const stream = side.stream(port, reach)
	const listening: Listening = {
		full: false,
		heard,
		rejects,
		texts: () => heard.map(({ bytes }) => new TextDecoder().decode(bytes)),
		ready: () => until('the other side', () => (isReady ? true : undefined)),
		connection: stream.connect({
			ready: () => {
				isReady = true
			},
			alive: () => undefined,
			hear: (message) => {
				heard.push(message)
				return !listening.full
			},
			refuse: (reject) => rejects.push(reject),
		}),
	}
	open.push(() => listening.connection.close('the test is over'))
	return listening
}

async function sideOf(make: () => Promise<Side>): Promise<Side> {
	const side = await make()
	open.push(side.close)
	return side
}

const SIDES: readonly { readonly name: string; readonly make: () => Promise<Side> }[] = [
	{ name: 'mqtt, at most once', make: () => mqttSide(0) },
	{ name: 'mqtt, at least once', make: () => mqttSide(1) },
	{ name: 'mqtt, exactly once', make: () => mqttSide(2) },
	{ name: 'websocket', make: webSocketSide },
	{ name: 'sse', make: eventSide },
	{ name: 'tcp', make: tcpSide },
	{ name: 'udp', make: udpSide },
]
const CONNECTED = SIDES.filter(({ name }) => name !== 'udp')

describe.each(SIDES)('$name keeps the contract of streams', ({ make }) => {
	test('what is said is heard, in order, and nothing after the end', async () => {
		const side = await sideOf(make)
		const { connection, texts, ready } = listen(side)
		await ready()
		for (const text of ['one', 'zwei Ä', '{"three":3}']) await side.say(text)
		await until('three messages', () => (texts().length === 3 ? true : undefined))
		connection.close('enough')
		await side.say('four').catch(() => undefined)
		expect(await connection.ended).toEqual({ reason: 'enough' })
		expect(texts()).toEqual(['one', 'zwei Ä', '{"three":3}'])
	})
	test('what can be no message is told, and what comes after it is heard', async () => {
		const side = await sideOf(make)
		const isSmall = side.stream(side.port, REACH).listens === true
		const reach = isSmall ? { ...REACH, maxBytes: 1_000 } : REACH
		const first = listen(side, { reach })
		await first.ready()
		await side.say('x'.repeat(isSmall ? 5_000 : 10_000_000)).catch(() => undefined)
		const reject = await until('the refusal', () => first.rejects[0])
		expect(reject).toMatchObject({ reason: 'too-large' })
		expect(reject.raw.length).toBeLessThanOrEqual(65_536)
		await side.say('small').catch(() => undefined)
		const ended = await Promise.race([
			first.connection.ended,
			until('the message', () => (first.texts().includes('small') ? 'heard' : undefined)),
		])
		if (ended === 'heard') return
		const again = listen(side)
		await again.ready()
		await side.say('small')
		await until('the message', () => (again.texts().includes('small') ? true : undefined))
	})
})

describe.each(CONNECTED)('$name as a connection', ({ make }) => {
	test('ends with a reason when nothing listens and when it is cut', async () => {
		const side = await sideOf(make)
		const proxy = await startTcpProxy(side.port)
		open.push(proxy.close)
		const cut = listen(side, { port: proxy.port })
		await cut.ready()
		proxy.cut()
		expect((await cut.connection.ended).reason).not.toBe('')
		await proxy.close()
		expect((await listen(side, { port: proxy.port }).connection.ended).reason).toContain('nothing listens')
	})
	test('a host of this house that nobody named is not connected to', async () => {
		const side = await sideOf(make)
		const { connection } = listen(side, { reach: { ...REACH, allowPrivateHosts: ['10.0.0.1'] } })
		expect((await connection.ended).reason).toContain('127.0.0.1 is at 127.0.0.1, which is not public')
	})
	test('reads no more than it is asked to, and loses nothing', async () => {
		const side = await sideOf(make)
		const listening = listen(side)
		await listening.ready()
		listening.full = true
		const count = 400
		const said = Array.from({ length: count }, (_, i) => side.say(`${i} ${'x'.repeat(20_000)}`))
		await until('the first', () => listening.heard[0])
		expect(listening.heard.length).toBeLessThan(count / 2)
		listening.full = false
		listening.connection.resume()
		await until('all', () => (listening.heard.length >= count ? true : undefined))
		await Promise.all(said)
		expect(listening.texts().map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: count }, (_, i) => i))
	})
})

test('an other side that takes the connection and says nothing is given up', async () => {
	const silent = await sideOf(tcpSide)
	const reach = { ...REACH, timeoutMs: 150 }
	const sides = await Promise.all([() => mqttSide(1), webSocketSide, eventSide].map((make) => sideOf(make)))
	const ends = sides.map((side) => listen(side, { port: silent.port, reach }).connection.ended)
	for (const { reason } of await Promise.all(ends)) expect(reason).toMatch(/within 0\.15 s|timed out/)
})

test('bytes that are no such protocol end the connection at most', async () => {
	const sides = await Promise.all([webSocketSide, eventSide, tcpSide].map((make) => sideOf(make)))
	const noise = Buffer.from([0x8f, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0xc1, ...Buffer.from('\n\ndata\n\n')])
	const ends = sides.map(async (side) => {
		const { connection, ready } = listen(side)
		await ready()
		side.babble?.(noise)
		await side.close()
		return await connection.ended
	})
	for (const { reason } of await Promise.all(ends)) expect(reason).not.toBe('')
	open.splice(0, 3)
})

test('a message in several datagrams is one, whoever else sends in between; a datagram ends its line', async () => {
	const side = await sideOf(() => udpSide(aisFramer))
	const other = createSocket('udp4')
	open.push(() => void other.close())
	const listening = listen(side)
	await listening.ready()
	const [first, second] = [
		'!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E',
		'!AIVDM,2,2,3,B,1@0000000000000,2*55',
	]
	await side.say(first)
	await new Promise((resolve) => other.send('!AIVDM,1,1,,A,15N4cJ`005Jrek0H@9n`DW5608EP,0*13\r\n', side.port, '127.0.0.1', resolve))
	await side.say(second)
	await until('both', () => (listening.heard.length === 2 ? true : undefined))
	expect(listening.texts()).toContain(`${first}\n${second}`)
})

test.each([
	['is told as one that was, when the connection breaks', (socket: Socket) => socket.resetAndDestroy(), [], ['cut-off']],
	['is a message when the other side had said all', (socket: Socket) => socket.end(), ['gauge;4'], []],
])('a line without an end %s', async (_, end, texts, reasons) => {
	const sockets: Socket[] = []
	const server = createServer((socket) => {
		socket.on('error', () => undefined)
		socket.write('gauge;411\ngauge;4')
		sockets.push(socket)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	open.push(() => void server.close())
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	const listening = listen({ ...(await sideOf(tcpSide)), port })
	await until('the line', () => listening.heard[0])
	for (const socket of sockets) end(socket)
	await listening.connection.ended
	await until('the end', () => (listening.heard.length + listening.rejects.length === 2 ? true : undefined))
	expect(listening.texts()).toEqual(['gauge;411', ...texts])
	expect(listening.rejects.map(({ reason }) => reason)).toEqual(reasons)
})
