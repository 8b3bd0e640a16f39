import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Heard, smallestEvent, TestHub } from './testing/harness.ts'
import type { ClientSocket } from './testing/harness.ts'

const SOCKETS = 12
const OPEN = { protocol: PROTOCOL, want: { cover: 'all' } } as const
const Welcome = z.object({ epoch: z.string(), scopeId: z.string(), next: z.enum(['resume', 'load']) })

let hub: TestHub

beforeAll(async () => {
	hub = new TestHub()
	hub.configure({ limits: { headerSeconds: 1, requestSeconds: 2, sockets: SOCKETS } })
	await hub.start()
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'lage', name: 'Lage', status: 'test' } })
})

afterAll(async () => {
	await hub.close()
})

function keyOf(name: string): string {
	return hub.access.createKey({ name, role: 'observer', operations: 'all' }).key
}

async function counted(fault: string): Promise<number> {
	const { text } = await hub.ask('/metrics', { key: hub.admin })
	return Number(new RegExp(`^lagebild_faults_total\\{fault="${fault}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

async function gauge(name: string): Promise<number> {
	const { text } = await hub.ask('/metrics', { key: hub.admin })
	return Number(new RegExp(`^lagebild_${name}\\{operation="lage"\\} (\\d+)`, 'm').exec(text)?.[1])
}

/** What is not in its types is what a hostile client says. */
function say(socket: ClientSocket, name: string, message: unknown): void {
	const emit: unknown = Reflect.get(socket, 'emit')
	if (typeof emit === 'function') Reflect.apply(emit, socket, [name, message])
}

function faultIn(error: object): string {
	const read = z.object({ data: z.object({ fault: z.string() }) }).safeParse(error)
	return read.success ? read.data.data.fault : 'not a fault'
}

/** Connects, or is refused with a fault. */
async function attempt(token: string): Promise<{ readonly socket: ClientSocket; readonly refused: string | undefined }> {
	const socket = hub.socket('lage', { token })
	return new Promise((resolve) => {
		socket.once('connect', () => resolve({ socket, refused: undefined }))
		socket.once('connect_error', (error) => resolve({ socket, refused: faultIn(error) }))
	})
}

async function joined(token: string): Promise<{ readonly socket: ClientSocket; readonly heard: Heard }> {
	const { socket, refused } = await attempt(token)
	if (refused !== undefined) throw new Error(refused)
	const heard = new Heard(socket)
	say(socket, 'open', OPEN)
	const { scopeId } = Welcome.parse(await heard.take('welcome'))
	const { body } = await hub.ask(`/api/v1/operations/lage/rows?scope=${scopeId}`, { key: token })
	const { epoch, seq } = z.object({ epoch: z.string(), seq: z.unknown() }).parse(body)
	say(socket, 'open', { ...OPEN, have: { epoch, scopeId, seq } })
	expect(Welcome.parse(await heard.take('welcome')).next).toBe('resume')
	return { socket, heard }
}

/** A neighbour that nothing of this may touch. */
async function stillServes({ heard }: { readonly heard: Heard }, n: number): Promise<void> {
	expect((await hub.post(smallestEvent(n))).status).toBe(201)
	await heard.take('frame', (frame) => JSON.stringify(frame).includes(`keller-veddel-${n}"`))
}

describe('frames, acks and scopes that lie', () => {
	test('[G16] are refused with a reason or answered by a load, and the connection and its neighbour go on', async () => {
		const [liar, neighbour] = [await joined(keyOf('luegner')), await joined(keyOf('nachbar'))]
		const wrong: readonly (readonly [string, unknown])[] = [
			['ack', { frame: 9_007_199_254_740_991 }],
			['ack', { frame: -1 }],
			['ack', 'alles'],
			['scope', { want: { cover: Array.from({ length: 10_000 }, (_, n) => `14/${n}/0`) } }],
			['scope', { want: { cover: ['14/1'] } }],
			['scope', { want: { cover: [Number.NaN, Number.NaN] } }],
			['scope', { want: { everyMs: Number.NaN } }],
			['open', { ...OPEN, have: { epoch: 'x', scopeId: 'y', seq: { U: -1, S: 0, M: 0 } } }],
			['resync', { why: 'x'.repeat(1_000) }],
		]
		for (const [name, message] of wrong) {
			say(liar.socket, name, message)
			expect(`${name}: ${JSON.stringify(await liar.heard.take('refused'))}`).toMatch(/^\w+: \{"fault":"bad-/)
		}
		await stillServes(neighbour, 1)
		await stillServes(liar, 2)
		liar.socket.close()
		neighbour.socket.close()
	})

	test('[G16] a cursor from the future, of another scope or of another epoch gets everything anew, and never what is another’s', async () => {
		const { socket, heard } = await joined(keyOf('zukunft'))
		say(socket, 'open', OPEN)
		const { epoch, scopeId } = Welcome.parse(await heard.take('welcome'))
		const seq = { U: 9_999_999, S: 9_999_999, M: 9_999_999 }
		for (const have of [
			{ epoch, scopeId: 'f'.repeat(32), seq: { U: 0, S: 0, M: 0 } },
			{ epoch: 'x', scopeId, seq },
			{ epoch, scopeId, seq },
		]) {
			say(socket, 'open', { ...OPEN, have })
			expect(Welcome.parse(await heard.take('welcome'))).toEqual({ epoch, scopeId, next: 'load' })
		}
		const foreign = await hub.ask(`/api/v1/operations/lage/rows?scope=${'f'.repeat(32)}`, { key: hub.admin })
		expect(foreign.body).toMatchObject({ fault: 'bad-cursor' })
		socket.close()
	})

	test('[G15] a flood is read no faster than it may be, counted, and ends by a goodbye; a neighbour is served meanwhile', async () => {
		const [flood, neighbour] = [await joined(keyOf('flut')), await joined(keyOf('nachbar'))]
		const before = await counted('too-many-requests')
		for (let n = 0; n < 600; n++) say(flood.socket, 'ack', { frame: 0 })
		const submitted = flood.socket.emitWithAck('submit', [smallestEvent(9)])
		expect(JSON.stringify(await flood.heard.take('refused', (message) => JSON.stringify(message).includes('too-many-requests')))).toContain(
			'200 messages a second',
		)
		expect(await submitted).toMatchObject([{ fault: 'too-many-requests' }])
		await stillServes(neighbour, 3)
		for (let n = 0; n < 3_000; n++) say(flood.socket, 'ack', { frame: 0 })
		expect(await flood.heard.take('bye')).toEqual({ why: 'too-slow', retryAfterMs: 10_000 })
		expect(await counted('too-many-requests')).toBeGreaterThan(before + 100)
		neighbour.socket.close()
	})
})

describe('connections without end', () => {
	test('[G13] one credential gets half of all places, the next one still finds some, and one that leaves makes room', async () => {
		const [greedy, other] = [keyOf('gierig'), keyOf('andere')]
		await expect.poll(() => gauge('viewers')).toBe(0)
		const open: ClientSocket[] = []
		let last = await attempt(greedy)
		for (; last.refused === undefined; last = await attempt(greedy)) open.push(last.socket)
		expect(last.refused).toBe('too-many-requests')
		expect(open).toHaveLength(SOCKETS / 2)
		const neighbour = await attempt(other)
		expect(neighbour.refused).toBeUndefined()
		open.pop()?.close()
		neighbour.socket.close()
		await expect.poll(async () => (await attempt(greedy)).refused).toBeUndefined()
		for (const socket of open) socket.close()
	})

	test('[G14] who comes and goes a hundred times a second is slowed, with a reason; others come in as ever', async () => {
		const restless = keyOf('rastlos')
		const seen: (string | undefined)[] = []
		while (seen.length < 600 && seen.at(-1) === undefined) {
			const some = await Promise.all([attempt(restless), attempt(restless)])
			for (const { socket } of some) socket.close()
			seen.push(...some.map(({ refused }) => refused).toSorted((a) => (a === undefined ? -1 : 1)))
		}
		expect(seen.at(-1)).toBe('too-many-requests')
		const patient = await attempt(keyOf('geduldig'))
		expect(patient.refused).toBeUndefined()
		patient.socket.close()
	}, 90_000)
})

describe('what never becomes a client', () => {
	const raw = (text: string): Socket => {
		const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
		socket.on('error', () => undefined).write(text)
		return socket
	}
	const told = async (socket: Socket): Promise<string> => {
		let text = ''
		for await (const chunk of socket) text += String(chunk)
		return text
	}

	test('[G17] headers that never end, headers without measure and bodies that dawdle are answered with their fault and cut off', async () => {
		const neighbour = await joined(keyOf('nachbar'))
		const host = 'host: 127.0.0.1\r\n'
		const stalled = Array.from({ length: 20 }, () => raw(`GET / HTTP/1.1\r\n${host}`))
		const upgrades = Array.from({ length: 20 }, () => raw(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${host}upgrade: webso`))
		const slow = raw(`POST /api/v1/sign-in/password HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{`)
		const large = raw(`GET / HTTP/1.1\r\n${host}cookie: ${'x'.repeat(20_000)}\r\n\r\n`)
		await stillServes(neighbour, 4)
		expect(await told(large)).toMatch(/^HTTP\/1.1 431 [^]*headers-too-large/)
		for (const text of await Promise.all([...stalled, ...upgrades, slow].map(told))) expect(text).toMatch(/^HTTP\/1.1 408 [^]*too-slow/)
		await stillServes(neighbour, 5)
		neighbour.socket.close()
	}, 90_000)
})

test('nothing of all this was worth a line in the log', () => {
	expect(hub.logged).toEqual([])
})
