import { connectOperation } from '@lagebild/client/connect.ts'
import { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { ok } from '@lagebild/model/result.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Heard, refusalOf, smallestEvent, TestHub, uuid } from './testing/harness.ts'
import type { Answer } from './testing/harness.ts'
import { Tablet } from './testing/tablet.ts'

const UNIT = EntityId.parse('unit:admin:hlf-1')
const OTHER = EntityId.parse('unit:admin:rtw-1')
const LAGE = OperationId.parse('lage')

let hub: TestHub
let serial = 100

beforeAll(async () => {
	hub = await TestHub.start()
	await hub.post([unit(UNIT, 'Florian Hamburg 11/1'), unit(OTHER, 'Rettung Hamburg 21/1')])
})

afterAll(() => hub.close())

function unit(entity: string, callsign: string) {
	return { id: uuid(++serial), kind: 'unit', entity, op: 'upsert', payload: { callsign, organisation: 'feuerwehr' } }
}

function report(tablet: Tablet, title = 'Wasser im Keller') {
	const n = ++serial
	return { ...smallestEvent(n, `tablet-${tablet.id}`), payload: { title, category: 'flooding' } }
}

function invite(unitId = UNIT) {
	return hub.access.createEnrolment(
		{ unit: unitId, operation: LAGE, name: 'Tablet', organisation: 'feuerwehr', invitedBy: 'J. Brandt, S6' },
		'person-1',
	)
}

async function enrolled(unitId = UNIT, name?: string): Promise<Tablet> {
	const tablet = await Tablet.make(hub)
	const answer = await tablet.enrol(invite(unitId).code, name)
	expect(answer.status).toBe(200)
	return tablet
}

function revoke(tablet: Tablet, how: 'lost' | 'retired'): Promise<Answer> {
	return hub.ask(`/api/v1/devices/${tablet.id}/revoke`, { key: hub.admin, json: { how } })
}

async function connected(tablet: Tablet) {
	const socket = hub.socket('lage', { token: await tablet.token() })
	const heard = new Heard(socket)
	await new Promise<void>((resolve) => {
		socket.once('connect', resolve)
	})
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	await heard.take('welcome')
	return { socket, heard }
}

function faultsIn({ body }: Answer): readonly unknown[] {
	return Array.isArray(body)
		? body.map((item: unknown) => (typeof item === 'object' && item !== null && 'fault' in item ? item.fault : 'taken'))
		: [body]
}

describe('an enrolment', () => {
	test('[D1] binds a tablet to one unit and operation, and says who invited it', async () => {
		const tablet = await enrolled(UNIT, 'Tablet HLF 1')
		expect(tablet.device).toMatchObject({ name: 'Tablet HLF 1', unit: UNIT, operation: 'lage', enrolledBy: 'J. Brandt, S6' })
		const { body } = await hub.ask('/api/v1/session', { key: await tablet.token() })
		expect(body).toMatchObject({
			grant: {
				credential: `device-${tablet.id}`,
				source: `tablet-${tablet.id}`,
				role: 'field',
				unit: UNIT,
				operations: ['lage'],
				organisation: 'feuerwehr',
			},
		})
	})

	test('[D1] takes a code once, as people type it', async () => {
		const { code } = invite()
		expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
		const [first, second] = [await Tablet.make(hub), await Tablet.make(hub)]
		expect((await first.enrol(` ${code.toLowerCase().slice(0, 5)}-${code.slice(5)}`)).status).toBe(200)
		expect((await second.enrol(code)).body).toMatchObject({ fault: 'unauthenticated' })
	})

	test('[D1] says of a code that holds nothing what a person can do', async () => {
		const { status, body, text } = await (await Tablet.make(hub)).enrol('0000000000')
		expect(status).toBe(401)
		expect(body).toMatchObject({ fault: 'unauthenticated', path: 'code' })
		expect(text).toContain('Ask for a new one')
	})

	test('[D1] of two tablets that read one code at once, one is enrolled', async () => {
		const { code } = invite()
		const tablets = await Promise.all(Array.from({ length: 4 }, () => Tablet.make(hub)))
		const answers = await Promise.all(tablets.map((tablet) => tablet.enrol(code)))
		expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401])
		expect(
			(await Promise.all(tablets.filter(({ device }) => device).map((tablet) => tablet.session()))).map(({ status }) => status),
		).toEqual([200])
	})

	test('[D1] refuses unknown codes and bad keys, and a bad key leaves the code as it was', async () => {
		const { code } = invite()
		const rsa = await crypto.subtle.generateKey(
			{ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
			false,
			['sign', 'verify'],
		)
		const publicKey = Buffer.from(await crypto.subtle.exportKey('spki', rsa.publicKey)).toString('base64url')
		expect((await hub.ask('/api/v1/devices/enrol', { json: { code, publicKey } })).body).toMatchObject({
			fault: 'bad-message',
			path: 'publicKey',
		})
		const tablet = await Tablet.make(hub)
		expect((await tablet.enrol('0000000000')).body).toMatchObject({ fault: 'unauthenticated' })
		expect((await tablet.enrol(code)).status).toBe(200)
	})

	test('[D1] from another site is refused: a page elsewhere must not enrol this browser', async () => {
		const answer = await hub.ask('/api/v1/devices/enrol', {
			headers: { origin: 'https://elsewhere.example' },
			json: { code: 'x', publicKey: 'A'.repeat(122) },
		})
		expect(answer.status).toBe(403)
	})
})

describe('a proof', () => {
	test('[D2] is good for one signature of the device that was asked', async () => {
		const [one, two] = [await enrolled(), await enrolled(OTHER)]
		const nonce = await one.nonce()
		const signature = await one.sign(nonce)
		expect((await one.prove(nonce, signature)).status).toBe(200)
		expect((await one.prove(nonce, signature)).body, 'replayed').toMatchObject({ fault: 'unauthenticated' })
		const foreign = await two.nonce()
		expect((await one.prove(foreign, await one.sign(foreign))).body, "another device's nonce").toMatchObject({ fault: 'unauthenticated' })
		const mine = await one.nonce()
		expect((await one.prove(mine, await two.sign(mine, one.id))).body, 'signed by another').toMatchObject({ fault: 'unauthenticated' })
		expect((await one.prove(mine, await one.sign(mine, two.id))).body, 'signed for another').toMatchObject({ fault: 'unauthenticated' })
		const forged = Buffer.from(mine, 'base64url')
		forged[0] = (forged[0] ?? 0) ^ 1
		const own = forged.toString('base64url')
		expect((await one.prove(own, await one.sign(own))).body, 'made up').toMatchObject({ fault: 'unauthenticated' })
		expect((await one.prove(mine, await one.sign(mine))).status, 'the true one after all of them').toBe(200)
	})

	test('[D2] asked of a device that does not exist looks like any other', async () => {
		const tablet = await enrolled()
		const known = await hub.ask(`/api/v1/devices/${tablet.id}/challenge`, { json: {} })
		const unknown = await hub.ask('/api/v1/devices/0123456789abcdef/challenge', { json: {} })
		expect([unknown.status, Object.keys(unknown.body ?? {}), unknown.text.length]).toEqual([
			known.status,
			Object.keys(known.body ?? {}),
			known.text.length,
		])
		const signature = await tablet.sign('x')
		const answers = await Promise.all(
			['0123456789abcdef', tablet.id].map((id) => hub.ask(`/api/v1/devices/${id}/session`, { json: { nonce: 'x', signature } })),
		)
		expect(answers[0]?.text).toBe(answers[1]?.text)
	})

	test('[D2] asked for a thousand times by somebody else keeps no tablet out', async () => {
		const tablet = await enrolled()
		const nonce = await tablet.nonce()
		const signature = await tablet.sign(nonce)
		for (let i = 0; i < 1_000; i++) hub.access.challenge(tablet.id)
		await Promise.all(Array.from({ length: 200 }, () => tablet.nonce()))
		expect((await tablet.prove(nonce, signature)).status).toBe(200)
	})

	test('a token is no cookie and no part of an address, and says what its unit says under its own source', async () => {
		const tablet = await enrolled()
		const token = await tablet.token()
		expect((await hub.ask(`/api/v1/session?token=${token}`)).status).toBe(401)
		expect((await hub.ask('/api/v1/session', { headers: { cookie: `lagebild_session=${token}` } })).status).toBe(401)
		const said = await hub.post([report(tablet), { ...report(tablet), entity: 'incident:somebody:else' }], token)
		expect(faultsIn(said)).toEqual(['taken', 'wrong-source'])
	})
})

describe('a revoked tablet', () => {
	test.each([
		['lost', 'device-lost'],
		['retired', 'device-retired'],
	] as const)('[D4] %s is told so within a second, and its neighbour stays', async (how, code) => {
		const [tablet, neighbour] = [await enrolled(), await enrolled(OTHER)]
		const [gone, twin, kept] = [await connected(tablet), await connected(tablet), await connected(neighbour)]
		const token = await tablet.token()
		const begun = performance.now()
		expect((await revoke(tablet, how)).status).toBe(200)
		const byes = await Promise.all([gone.heard.take('bye'), twin.heard.take('bye')])
		expect(performance.now() - begun).toBeLessThan(1_000)
		expect(byes).toEqual([
			{ why: how, retryAfterMs: 0 },
			{ why: how, retryAfterMs: 0 },
		])
		await until('both to be cut off', () => (gone.socket.connected || twin.socket.connected ? undefined : true))
		expect(kept.socket.connected).toBe(true)
		expect((await hub.ask('/api/v1/session', { key: token })).status).toBe(401)
		expect(await refusalOf(hub.socket('lage', { token }))).toMatchObject({ fault: 'unauthenticated' })
		expect((await tablet.session()).body, 'when it comes back').toMatchObject({ fault: code })
		const nonce = await tablet.nonce()
		expect((await tablet.prove(nonce, await neighbour.sign(nonce, tablet.id))).body, 'somebody else asks').toMatchObject({
			fault: 'unauthenticated',
		})
	})

	test('[D4] by the command line is cut off as soon', async () => {
		const tablet = await enrolled()
		const { heard } = await connected(tablet)
		const begun = performance.now()
		hub.access.revokeDevice(tablet.id, 'lost', 'command line')
		expect(await heard.take('bye')).toMatchObject({ why: 'lost' })
		expect(performance.now() - begun).toBeLessThan(1_000)
	})

	test('[C5] empties the client that follows with it, which does not come back', async () => {
		const tablet = await enrolled()
		let asked = 0
		let cleared = 0
		const client = connectOperation({
			url: hub.url,
			operation: 'lage',
			token: async () => {
				asked++
				return ok(await tablet.token())
			},
			want: { cover: 'all' },
			storage: {
				read: () => Promise.resolve(undefined),
				write: () => Promise.resolve(),
				clear: () => {
					cleared++
					return Promise.resolve()
				},
			},
			now: () => performance.now(),
			wall: Date.now,
		})
		await until('the unit', () => client.rows().get(UNIT))
		await revoke(tablet, 'lost')
		await until('the refusal', () => client.state().refusal)
		expect([client.state().refusal, client.rows().size, asked, cleared]).toEqual([{ why: 'device-lost', again: false }, 0, 1, 1])
		await client.close()
	})

	test('a lost one deposits nothing, one in use neither, and a retired one can still be lost', async () => {
		const tablet = await enrolled()
		expect((await tablet.deposit([report(tablet)])).body).toMatchObject({ fault: 'bad-state' })
		await revoke(tablet, 'retired')
		await revoke(tablet, 'lost')
		expect((await tablet.deposit([report(tablet)])).body).toMatchObject({ fault: 'device-lost' })
	})
})

describe('a deposit', () => {
	test('[D6] is taken item by item, unverified and late, and a second time is the same', async () => {
		const tablet = await enrolled()
		const sent = report(tablet, 'Schon gesendet')
		expect(faultsIn(await hub.post([sent], await tablet.token()))).toEqual(['taken'])
		await revoke(tablet, 'retired')
		const late = { ...report(tablet, 'Deich sickert'), label: { level: 'restricted' } }
		const items = [sent, late, { nonsense: true }, 'text', { ...report(tablet), payload: { title: '\uD800', category: 'flooding' } }]
		const first = await tablet.deposit(items)
		expect(first.status).toBe(207)
		expect(faultsIn(first)).toEqual(['taken', 'taken', 'bad-message', 'bad-message', 'lone-surrogate'])
		expect((await tablet.deposit(items)).body).toEqual(first.body)
		const entity = await hub.ask(`/api/v1/operations/lage/entities/${encodeURIComponent(late.entity)}`, { key: hub.admin })
		expect(entity.body).toMatchObject({ row: { confidence: 'unverified', label: { level: 'internal' } } })
		const before = await hub.ask(`/api/v1/operations/lage/entities/${encodeURIComponent(sent.entity)}`, { key: hub.admin })
		expect(before.body).toMatchObject({ row: { id: sent.entity } })
		expect(before.body).not.toHaveProperty('row.confidence')
		const journal = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
		const entry = journal.text.split('\n').find((line) => line.includes(late.entity)) ?? ''
		expect(JSON.parse(entry)).toMatchObject({ event: { backfill: true, author: { credential: `device-${tablet.id}` } } })
	})

	test('[D6] is bounded, and its proof is as good as any other: once', async () => {
		const tablet = await enrolled()
		await revoke(tablet, 'retired')
		expect((await tablet.deposit(Array.from({ length: 501 }, () => 0))).body).toMatchObject({ fault: 'too-many-items' })
		expect((await tablet.deposit(['x'.repeat(1_100_000)])).body).toMatchObject({ fault: 'too-large' })
		const nonce = await tablet.nonce()
		const json = { nonce, signature: await tablet.sign(nonce), items: [report(tablet)] }
		expect((await hub.ask(`/api/v1/devices/${tablet.id}/deposit`, { json })).status).toBe(207)
		expect((await hub.ask(`/api/v1/devices/${tablet.id}/deposit`, { json })).body).toMatchObject({ fault: 'unauthenticated' })
	})
})

test('[D5] the page of the tablet has its own folder, its own worker and no other way in', async () => {
	hub.writeWeb({
		'field/index.html': '<p>tablet</p>',
		'field/service-worker.js': '//',
		'field/assets/a.js': '//',
		'index.html': '<p>post</p>',
	})
	const moved = await hub.ask('/field')
	expect([moved.status, moved.headers.get('location')]).toEqual([308, '/field/'])
	for (const address of ['/field/', '/field/index.html', '/field/whatever']) {
		const page = await hub.ask(address)
		expect([page.status, page.text, page.headers.get('cache-control')]).toEqual([200, '<p>tablet</p>', 'no-cache'])
	}
	expect((await hub.ask('/field/service-worker.js')).headers.get('cache-control')).toBe('no-cache')
	expect((await hub.ask('/field/assets/a.js')).headers.get('cache-control')).toContain('immutable')
	expect((await hub.ask('/field/missing.js')).status).toBe(404)
	expect((await hub.ask('/')).text).toBe('<p>post</p>')
})
