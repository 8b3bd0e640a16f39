import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Browser } from './testing/client-browser.ts'
import { TestHub } from './testing/harness.ts'

let hub: TestHub
let admin: Browser

const PASSWORD = 'sieben blaue Deiche'
const SECONDS = 1

/** What a client writes on the wire that no library would, and all that comes back until the hub hangs up. */
async function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
	const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
	socket.on('error', () => undefined)
	for (const part of parts) socket.write(part)
	return textOf(socket)
}

function headOf(lines: readonly string[]): string {
	return [...lines, `host: ${new URL(hub.url).host}`, '', ''].join('\r\n')
}

async function account(login: string) {
	const made = hub.access.createAccount({ login, name: login, role: 'staff', operations: 'all' }, 'command line')
	if (!made.ok) throw new Error(made.fault.message)
	await hub.access.setPassword(made.value.account, PASSWORD, 'command line')
	return made.value
}

function signIn(login: string, password: string, address: string) {
	return new Browser(hub, { address }).post('/api/v1/sign-in/password', { login, password })
}

beforeAll(async () => {
	hub = new TestHub()
	hub.configure({ limits: { headerSeconds: SECONDS, requestSeconds: SECONDS } })
	await hub.start()
	admin = await Browser.signedIn(hub)
})

afterAll(async () => {
	await hub.close()
})

describe('credentials that hold nothing', () => {
	test('expired, forged, re-used and revoked ones are one answer', async () => {
		const { account: id } = await account('vergangen')
		const session = hub.access.startSession({ account: id, way: 'password', ttlMs: -1 })
		const ended = hub.access.startSession({ account: id, way: 'password' })
		hub.access.endSession(ended?.token ?? '')
		const { key } = hub.access.createKey({ name: 'x', role: 'staff', operations: 'all' })
		hub.access.revokeKey('x')
		const over = hub.access.createKey({ name: 'y', role: 'staff', operations: 'all', expires: Date.now() - 1 }).key
		const genuine = admin.cookie.split('=')[1] ?? ''
		const cookies = [session?.token, ended?.token, `${genuine.slice(0, -1)}!`, genuine.toUpperCase(), `${genuine}x`, '', '%00', '../../etc']
		const bearers = [key, over, `${key}x`, 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.', genuine]
		const answers = [
			...(await Promise.all(cookies.map((token) => hub.ask('/api/v1/session', { headers: { cookie: `lagebild_session=${token}` } })))),
			...(await Promise.all(bearers.map((token) => hub.ask('/api/v1/session', { headers: { authorization: `Bearer ${token}` } })))),
		]
		expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([`401 ${answers[0]?.text}`]))
		const both = await hub.ask('/api/v1/session', { headers: { cookie: admin.cookie, authorization: `Bearer ${key}` } })
		expect(both.status).toBe(401)
	})

	test('a one-time link opens once, also when it is followed many times at once', async () => {
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'S2' })
		const answers = await Promise.all(Array.from({ length: 8 }, () => new Browser(hub).follow(code)))
		expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
		expect(answers.filter(({ headers }) => headers.get('set-cookie') !== null)).toHaveLength(1)
		const old = hub.access.createLink({ ttlMs: -1, role: 'staff', name: 'S2' })
		expect((await new Browser(hub).follow(old)).status).toBe(403)
	})

	test('a code opens no other door than its own', async () => {
		const { code } = hub.access.invite({ name: 'X', role: 'staff', operations: 'all' }, 'system')
		const link = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'S2' })
		expect((await new Browser(hub).follow(code)).status).toBe(403)
		expect((await new Browser(hub).post('/api/v1/invitations/look', { code: link })).status).toBe(404)
		for (const token of [code, link]) {
			expect((await hub.ask('/api/v1/session', { headers: { cookie: `lagebild_session=${token}` } })).status).toBe(401)
		}
	})
})

describe('addresses and names', () => {
	test('what climbs out of an id is an id that does not exist', async () => {
		const ids = ['..%2f..%2fetc%2fpasswd', '%2e%2e', '..%5c..', '%00', '__proto__', "1'%20or%20'1'='1", '0'.repeat(2_000)]
		for (const id of ids) {
			const answers = await Promise.all([
				admin.ask(`/api/v1/sessions/${id}`, { method: 'DELETE' }),
				admin.ask(`/api/v1/invitations/${id}`, { method: 'DELETE' }),
				admin.post(`/api/v1/accounts/${id}/end`),
				admin.post(`/api/v1/keys/${id}/revoke`),
				admin.post(`/api/v1/devices/${id}/revoke`, { how: 'lost' }),
			])
			expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
		}
		expect((await admin.post('/api/v1/keys/%E0%A4%A/revoke')).body).toMatchObject({ fault: 'bad-query' })
	})

	test('a name with a line break, a control sign or a turn of direction is none', async () => {
		for (const name of ['a\r\nset-cookie: x=1', 'a\u0000b', 'a\u202Eb', '  ']) {
			const { status, body } = await admin.post('/api/v1/invitations', { for: name, role: 'staff', operations: 'all' })
			expect([status, body]).toMatchObject([422, { fault: 'bad-message', path: 'for' }])
		}
		const injected = await new Browser(hub).follow('x%0d%0aset-cookie:%20lagebild_session=planted')
		expect([injected.status, injected.headers.get('set-cookie')]).toEqual([403, null])
	})

	test('a body that names what no field has, or a prototype, changes nothing', async () => {
		const body = '{"for":"X","role":"staff","operations":"all","__proto__":{"role":"admin"}}'
		const headers = { 'content-type': 'application/json', origin: admin.origin, cookie: admin.cookie }
		expect((await hub.ask('/api/v1/invitations', { raw: body, headers })).body).toMatchObject({ fault: 'bad-message' })
		expect((await admin.post('/api/v1/sign-in/password', { login: { $ne: '' }, password: 'x' })).body).toMatchObject({ path: 'login' })
	})
})

describe('requests that are none', () => {
	test('a cookie of 10 MB is told that it is too large, and its neighbours are not held up', async () => {
		const flood = raw(headOf(['GET /api/v1/session HTTP/1.1', `cookie: lagebild_session=${'x'.repeat(10_000_000)}`]))
		const neighbours = await Promise.all(Array.from({ length: 10 }, () => admin.ask('/api/v1/session')))
		expect(neighbours.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
		const answer = await flood
		expect(answer).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/)
		expect(answer).toContain('"fault":"headers-too-large"')
		expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1)
	})

	test('a header that is broken in two, and no HTTP at all', async () => {
		for (const bad of ['GET / HTTP/1.1\r\nhost: x\r\nx: a\nb\u0000\r\n\r\n', 'HELO hub\r\n\r\n', '\u0016\u0003\u0001']) {
			expect(await raw(bad)).toMatch(/^HTTP\/1.1 400 Bad Request[^]*"fault":"bad-request"/)
		}
		const twice = headOf(['POST /api/v1/sign-out HTTP/1.1', 'content-length: 2', 'transfer-encoding: chunked'])
		expect(await raw(twice, '{}')).toMatch(/^HTTP\/1.1 400 /)
	})

	test('a body that never ends holds its connection for a known time', async () => {
		const head = headOf(['POST /api/v1/sign-in/password HTTP/1.1', 'content-type: application/json', 'content-length: 1000'])
		const [slowBody, slowHead] = await Promise.all([raw(head, '{"login":"'), raw('GET /api/v1/session HTTP/1.1\r\nx: ')])
		expect(slowBody).toMatch(/^HTTP\/1.1 408 Request Timeout[^]*"fault":"too-slow"/)
		expect(slowHead).toMatch(/^HTTP\/1.1 408 Request Timeout[^]*"fault":"too-slow"/)
	})
})

test('[G4] a thousand wrong passwords: refused and counted, and nobody beside them waits, the attacked one included', async () => {
	await account('angegriffen')
	await account('nachbarin')
	let done = 0
	const guess = async (n: number) => {
		const { status, headers } = await signIn(n % 50 === 0 ? `geraten-${n}` : 'angegriffen', `falsch ${n}`, '203.0.113.66')
		done++
		return { status, retryAfter: Number(headers.get('retry-after') ?? 1) }
	}
	const attack = (async () => {
		const answers: Awaited<ReturnType<typeof guess>>[] = []
		for (let n = 0; n < 1_000; n += 25) answers.push(...(await Promise.all(Array.from({ length: 25 }, (_, i) => guess(n + i)))))
		return answers
	})()
	const honest = [await signIn('angegriffen', PASSWORD, '198.51.100.7'), await signIn('nachbarin', PASSWORD, '198.51.100.8')]
	expect(done).toBeLessThan(1_000)
	expect(honest.map(({ status }) => status)).toEqual([200, 200])
	expect((await admin.ask('/api/v1/session')).status).toBe(200)
	const answers = await attack
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
	expect(answers.every(({ retryAfter }) => retryAfter >= 1)).toBe(true)
	expect((await signIn('nachbarin', PASSWORD, '203.0.113.66')).status).toBe(200)
}, 90_000)

test('nothing of all this was worth a line in the log, and the hub lives on', async () => {
	expect(hub.logged).toEqual([])
	expect((await hub.ask('/readyz')).body).toEqual({ ready: true })
})
