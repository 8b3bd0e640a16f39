import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

import { TakConfig } from '@lagebild/config/tak.ts'
import { CotClient, meshDatagram, xml } from '@lagebild/testing/cot-client.ts'
import { until as answered } from '@lagebild/testing/until.ts'
import { afterEach, describe, expect, test } from 'vitest'

import { contentOf, fakeHub, healthOf } from '../testing/fake-hub.ts'
import type { FakeHub } from '../testing/fake-hub.ts'
import { silentLog } from '../testing/setting.ts'
import { openDoor } from './door.ts'
import type { Door } from './door.ts'

const TLS = fileURLToPath(new URL('../testing/tls/', import.meta.url))
const pem = (name: string): Buffer => readFileSync(`${TLS}${name}`)
const AT = Date.UTC(2026, 10, 21, 20)

async function until(what: string, holds: () => boolean): Promise<void> {
	expect(await answered(what, () => holds() || undefined)).toBe(true)
}

const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
	for (const end of ending.splice(0).toReversed()) await end()
})

async function opened(config: object, commands?: FakeHub['commands']): Promise<{ readonly hub: FakeHub; readonly door: Door }> {
	const hub = await fakeHub()
	ending.push(hub.close)
	if (commands) hub.commands = commands
	const tak = { ...TakConfig.parse({ id: 'tak', name: 'TAK', operation: 'hamburg', outbound: false, ...config }), key: 'lb_tak' }
	const door = await openDoor(tak, { hub: hub.url, now: Date.now, log: silentLog, sources: new Set(['tak']) })
	ending.push(door.close)
	return { hub, door }
}

async function client(port: number | undefined, tls?: Parameters<typeof CotClient.open>[1]): Promise<CotClient> {
	const one = await CotClient.open(port ?? 0, tls)
	ending.push(() => one.close())
	return one
}

function said(hub: FakeHub, entity: string): boolean {
	return contentOf(hub).some((event) => event.entity === entity)
}

function placed(hub: FakeHub): readonly string[] {
	return hub.measurements.flatMap(({ positions }) => positions?.entity ?? [])
}

describe('a door for TAK clients', () => {
	test('takes positions, chat and emergencies as XML and, once it was agreed on, as protobuf', async () => {
		const { hub, door } = await opened({ listen: { port: 0 } })
		const tablet = await client(door.port)
		tablet.tell({ uid: 'ANDROID-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9, detail: '<contact callsign="Ä 1"/>' })
		await until('the unit', () => said(hub, 'unit:tak:ANDROID-1'))
		await tablet.goBinary()
		tablet.tell({ uid: 'ANDROID-1', type: 'a-f-G-U-C', lat: 53.6, lng: 9.9, at: AT + 1_000, detail: '<contact callsign="Ä 1"/>' })
		tablet.tell({ uid: 'GeoChat.1', type: 'b-t-f', detail: '<__chat senderCallsign="Ä 1" chatroom="All"/><remarks>Hilfe</remarks>' })
		tablet.tell({ uid: 'ANDROID-1-9-1-1', type: 'b-a-o-tbl', lat: 53.6, lng: 9.9, detail: '<emergency type="911 Alert">Ä 1</emergency>' })
		await until('all of it', () => said(hub, 'alarm:tak:ANDROID-1-9-1-1') && said(hub, 'message:tak:GeoChat.1') && placed(hub).length === 2)
		expect(contentOf(hub).filter(({ kind }) => kind === 'unit')).toHaveLength(1)
		expect(hub.requests.every(({ key }) => key === 'Bearer lb_tak')).toBe(true)
	})
	test('answers a ping, keeps what it does not understand, and hears nothing of its own words again', async () => {
		const { hub, door } = await opened({ listen: { port: 0 } })
		const tablet = await client(door.port)
		tablet.tell({ uid: 'p', type: 't-x-c-t' })
		await tablet.hears('t-x-c-t-r')
		tablet.say(xml({ uid: 'lagebild.unit:leitstelle:fl-1', type: 'a-f-G-U-C', lat: 1, lng: 1 }))
		tablet.say('noise <event uid="x" type="a-f-G" time="gestern"><point/></event>')
		await until('the rejects', () => hub.rejects.length >= 2)
		expect(hub.rejects.map(({ reason }) => reason)).toEqual(['not-cot', 'bad-time'])
		expect(contentOf(hub)).toEqual([])
	})
	test('lets go of a stream that cannot be followed, and of whom is one too many', async () => {
		const { hub, door } = await opened({ listen: { port: 0, clients: 1 } })
		const endless = await client(door.port)
		await endless.hears('t-x-takp-v')
		const second = await client(door.port)
		await second.ends()
		endless.say(`<event ${'x'.repeat(1_100_000)}`)
		await endless.ends()
		await until('the reject', () => hub.rejects.length === 1)
		expect(hub.rejects[0]?.reason).toBe('cut-off')
	})
	test('keeps what was said while the hub was away', async () => {
		const { hub, door } = await opened({ listen: { port: 0 } })
		for (let i = 0; i < 2; i += 1) hub.faults.push({ status: 503, retryAfter: '0' })
		const tablet = await client(door.port)
		tablet.tell({ uid: 'ANDROID-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await until('the unit', () => placed(hub).includes('unit:tak:ANDROID-1'))
		expect(contentOf(hub)).toHaveLength(1)
	})
})

describe('what there is to know of a door', () => {
	test.each([
		['open', { level: 'open' }],
		['internal', undefined],
	])('what comes through a door of clearance %s can be seen by that door', async (clearance, label) => {
		const { hub, door } = await opened({ listen: { port: 0 }, clearance })
		const tablet = await client(door.port)
		tablet.tell({ uid: 'A-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await until('the unit', () => said(hub, 'unit:tak:A-1'))
		expect(contentOf(hub).map((event) => event.op === 'upsert' && event.label)).toEqual([label])
	})
	test('its figures reach the hub, and its last words before it closes do too', async () => {
		const { hub, door } = await opened({ listen: { port: 0 } })
		const tablet = await client(door.port)
		tablet.tell({ uid: 'A-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9, at: Date.now() })
		await until('figures', () => hub.requests.some(({ path }) => path.endsWith('/feeds/tak/vitals')))
		tablet.tell({ uid: 'GeoChat.9', type: 'b-t-f', detail: '<__chat senderCallsign="A" chatroom="All"/><remarks>Deich bricht</remarks>' })
		tablet.tell({ uid: 'p', type: 't-x-c-t' })
		await tablet.hears('t-x-c-t-r')
		await door.close()
		expect(said(hub, 'message:tak:GeoChat.9')).toBe(true)
		expect(healthOf(hub).map(([state]) => state)).toEqual(['green', 'off'])
	})
	test('it is paused by whom it may concern, takes nothing and says so, is looked at, and goes on', async () => {
		const { hub, door } = await opened({ listen: { port: 0 } }, [])
		const tablet = await client(door.port)
		tablet.tell({ uid: 'A-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await until('the unit', () => said(hub, 'unit:tak:A-1'))
		hub.commands = [{ no: 1, type: 'pause', by: 'Ute' }]
		await tablet.ends()
		await until('its health', () => healthOf(hub).some(([, reason]) => reason === 'paused by Ute'))
		const late = await client(door.port)
		late.tell({ uid: 'A-2', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await late.ends()
		hub.commands = [
			{ no: 2, type: 'resume', by: 'Ute' },
			{ no: 3, type: 'check', by: 'Ute' },
		]
		await until('the look', () => hub.requests.some(({ path }) => path.endsWith('/check')))
		expect(hub.requests.find(({ path }) => path.endsWith('/check'))?.body).toMatchObject({
			command: 3,
			steps: [{ step: 'address' }, { step: 'connect', outcome: 'ok' }, { step: 'answer', outcome: 'ok' }, { step: 'hub', outcome: 'ok' }],
		})
		const again = await client(door.port)
		again.tell({ uid: 'A-3', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await until('what is taken again', () => said(hub, 'unit:tak:A-3'))
		expect(said(hub, 'unit:tak:A-2')).toBe(false)
		await until('its health again', () => healthOf(hub).at(-1)?.[0] === 'green')
	})
	test('a server that lets in and throws out at once is not reached, and says so once', async () => {
		let lines = 0
		const server = createServer((socket) => {
			lines += 1
			socket.on('error', () => undefined)
			socket.destroy()
		})
		server.listen(0, '127.0.0.1')
		await once(server, 'listening')
		ending.push(() => void server.close())
		const address = server.address()
		const { hub } = await opened({ connect: { host: '127.0.0.1', port: typeof address === 'object' ? address?.port : 0 } })
		await until('three tries', () => lines >= 3)
		await until('its health', () => healthOf(hub).length > 0)
		expect(healthOf(hub).map(([state]) => state)).toEqual(['red'])
	})
})

describe('with TLS', () => {
	const tls = { certificate: `${TLS}server.pem`, key: `${TLS}server.key`, authority: `${TLS}authority.pem` }
	test('a tablet with a certificate of the authority is let in, a stranger is not', async () => {
		const { hub, door } = await opened({ listen: { port: 0, tls } })
		const own = { ca: pem('authority.pem'), cert: pem('tablet.pem'), key: pem('tablet.key') }
		const tablet = await client(door.port, own)
		tablet.tell({ uid: 'ANDROID-1', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await until('the unit', () => said(hub, 'unit:tak:ANDROID-1'))
		const stranger = await client(door.port, { ca: pem('authority.pem'), cert: pem('stranger.pem'), key: pem('stranger.key') })
		stranger.tell({ uid: 'STRANGER', type: 'a-f-G-U-C', lat: 53.5, lng: 9.9 })
		await stranger.ends()
		const nobody = await client(door.port, { ca: pem('authority.pem') })
		await nobody.ends()
		expect(said(hub, 'unit:tak:STRANGER')).toBe(false)
		expect(stranger.heard).toBe('')
	})
})

describe('a line to a TAK server', () => {
	test('asks for protobuf when it is offered, and comes back after a cut', async () => {
		const lines: Socket[] = []
		const heard: string[] = []
		const server = createServer((socket) => {
			lines.push(socket)
			const nth = heard.push('') - 1
			socket.on('data', (chunk: Buffer) => {
				heard[nth] += chunk.toString('latin1')
			})
			socket.on('error', () => undefined)
			socket.write(xml({ uid: 'offer-7', type: 't-x-takp-v', detail: "<TakControl><TakProtocolSupport version='1'/></TakControl>" }))
		})
		server.listen(0, '127.0.0.1')
		await once(server, 'listening')
		ending.push(() => void server.close())
		const address = server.address()
		const { hub } = await opened({ connect: { host: '127.0.0.1', port: typeof address === 'object' ? address?.port : 0 } })
		await until('the request', () => /uid="offer-7" type="t-x-takp-q"/.test(heard[0] ?? ''))
		lines[0]?.write(xml({ uid: 'offer-7', type: 't-x-takp-r', detail: "<TakControl><TakResponse status='true'/></TakControl>" }))
		lines[0]?.write(Buffer.concat([meshDatagram({ uid: 'A-1', type: 'a-f-G', lat: 53.5, lng: 9.9 })].map((mesh) => streamOf(mesh))))
		await until('the unit', () => said(hub, 'unit:tak:A-1'))
		lines[0]?.destroy()
		await until('another line', () => lines.length === 2)
		await until('the health of both', () => healthOf(hub).length >= 2)
		for (const line of lines) line.destroy()
		expect(healthOf(hub).map(([state]) => state)).toContain('red')
	})
})

/** The stream form of a message in the mesh form. */
function streamOf(mesh: Buffer): Buffer {
	const message = mesh.subarray(3)
	return Buffer.concat([
		Buffer.from([0xbf, ...(message.length > 127 ? [(message.length % 128) + 128, message.length >> 7] : [message.length])]),
		message,
	])
}

test('the mesh is heard in both forms', async () => {
	const { hub, door } = await opened({ udp: { port: 0 } })
	const socket = createSocket('udp4')
	ending.push(() => void socket.close())
	socket.send(xml({ uid: 'MESH-XML', type: 'a-f-G', lat: 53.5, lng: 9.9 }), door.udpPort ?? 0, '127.0.0.1')
	socket.send(meshDatagram({ uid: 'MESH-PROTO', type: 'a-f-G', lat: 53.5, lng: 9.9 }), door.udpPort ?? 0, '127.0.0.1')
	socket.send(Buffer.from('not one of ours'), door.udpPort ?? 0, '127.0.0.1')
	await until('both', () => said(hub, 'unit:tak:MESH-XML') && said(hub, 'unit:tak:MESH-PROTO') && hub.rejects.length === 1)
	expect(hub.rejects[0]?.reason).toBe('not-cot')
})
