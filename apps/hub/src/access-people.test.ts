import { InvitationLooked } from '@lagebild/model/access/http.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Browser } from './testing/client-browser.ts'
import { TestHub } from './testing/harness.ts'

let hub: TestHub
/** Has an account that manages everything. */
let admin: Browser

const PASSWORD = 'sieben blaue Deiche'
const Signed = z.looseObject({ account: z.looseObject({ id: z.string(), login: z.string() }), session: z.looseObject({ id: z.string() }) })
const Created = z.looseObject({ code: z.string(), invitation: z.looseObject({ id: z.string() }) })
const Listed = z.array(z.looseObject({ id: z.string() }))

async function invite(request: object, by = admin): Promise<z.infer<typeof Created>> {
	const answer = await by.post('/api/v1/invitations', { operations: 'all', role: 'staff', ...request })
	expect(answer.status).toBe(201)
	return Created.parse(answer.body)
}

async function member(login: string, request: object = {}) {
	const browser = new Browser(hub)
	const { code } = await invite({ for: login, ...request })
	const answer = await browser.post('/api/v1/invitations/accept', { code, login, password: PASSWORD })
	expect([answer.status, answer.body]).toMatchObject([200, { account: { login } }])
	return { browser, ...Signed.parse(answer.body) }
}

async function enter(login: string, password: string, address?: string) {
	const browser = new Browser(hub, address === undefined ? {} : { address })
	return { browser, answer: await browser.post('/api/v1/sign-in/password', { login, password }) }
}

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

describe('the first start', () => {
	test('[G3] who holds the one-time link makes the first account and goes on under a session of its own', async () => {
		admin = new Browser(hub)
		expect((await admin.ask('/api/v1/sign-in')).body).toMatchObject({ firstRun: true })
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Erste' })
		expect((await admin.follow(code)).status).toBe(303)
		const planted = admin.cookie
		expect((await admin.ask('/api/v1/session')).body).toMatchObject({ firstRun: true, session: { way: 'link', current: true } })
		const short = await admin.post('/api/v1/account', { login: 'Leitung', name: 'Erste', password: 'kurz' })
		expect([short.status, short.body]).toMatchObject([422, { fault: 'bad-message', path: 'password' }])
		const made = await admin.post('/api/v1/account', { login: 'Leitung', name: 'Erste', password: PASSWORD })
		expect([made.status, made.body]).toMatchObject([201, { firstRun: false, account: { login: 'leitung', password: true } }])
		expect(made.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/)
		expect(made.headers.get('set-cookie')).not.toContain('Secure')
		expect(admin.cookie).not.toBe(planted)
		expect((await new Browser(hub).ask('/api/v1/session', { headers: { cookie: planted } })).status).toBe(401)
		expect((await admin.ask('/api/v1/sign-in')).body).toMatchObject({ firstRun: false })
		expect((await admin.post('/api/v1/account', { login: 'noch', name: 'Noch', password: PASSWORD })).status).toBe(403)
		expect((await new Browser(hub).follow(code)).status).toBe(403)
	})
})

describe('signing in', () => {
	test('[G4] a program that looks at a link with HEAD uses up no code', async () => {
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'Lage' })
		const looked = await new Browser(hub).ask(`/sign-in?code=${code}`, { method: 'HEAD' })
		expect([looked.status, looked.headers.get('set-cookie')]).toEqual([405, null])
		expect((await new Browser(hub).ask('/sign-in/oidc/keiner', { method: 'HEAD' })).status).toBe(405)
		expect((await new Browser(hub).follow(code)).status).toBe(303)
	})

	test('[G4] an unknown login and a wrong password are one answer', async () => {
		const wrong = await enter('leitung', 'nicht das richtige', '10.0.0.1')
		const unknown = await enter('niemand', 'nicht das richtige', '10.0.0.1')
		expect([wrong.answer.status, wrong.answer.text]).toEqual([401, unknown.answer.text])
		expect([wrong.browser.cookie, unknown.browser.cookie]).toEqual(['', ''])
		const { browser, answer } = await enter(' LEITUNG ', PASSWORD)
		expect([answer.status, answer.body]).toMatchObject([200, { session: { way: 'password' }, grant: { role: 'admin' } }])
		expect((await browser.ask('/api/v1/session')).status).toBe(200)
	})

	test('[G3] a cookie that was planted beforehand is worth nothing afterwards', async () => {
		const { browser: attacker } = await enter('leitung', PASSWORD)
		const planted = attacker.cookie
		const victim = new Browser(hub)
		victim.cookie = planted
		await victim.post('/api/v1/sign-in/password', { login: 'leitung', password: PASSWORD })
		expect(victim.cookie).not.toBe(planted)
		expect((await attacker.ask('/api/v1/session')).status).toBe(401)
		const invented = `${planted.slice(0, -4)}AAAA`
		const other = new Browser(hub)
		other.cookie = invented
		await other.post('/api/v1/sign-in/password', { login: 'leitung', password: PASSWORD })
		expect((await new Browser(hub).ask('/api/v1/session', { headers: { cookie: invented } })).status).toBe(401)
	})

	test('[G3] behind TLS the cookie is bound to this host, and no other counts', async () => {
		const tls = { 'x-forwarded-proto': 'https' }
		const browser = new Browser(hub)
		const answer = await browser.ask('/api/v1/sign-in/password', {
			json: { login: 'leitung', password: PASSWORD },
			headers: { ...tls, origin: browser.origin.replace('http', 'https') },
		})
		expect(answer.headers.get('set-cookie')).toMatch(/^__Host-lagebild_session=.*Path=\/.*Secure/)
		expect((await browser.ask('/api/v1/session', { headers: tls })).status).toBe(200)
		const plain = browser.cookie.replace('__Host-', '')
		expect((await browser.ask('/api/v1/session', { headers: { ...tls, cookie: plain } })).status).toBe(401)
	})

	test('[G4] whoever guesses from the same address makes a browser wait that never signed in, and none that did', async () => {
		await member('verfolgt')
		const known = await enter('verfolgt', PASSWORD, '10.0.0.9')
		const cookie = known.answer.headers.get('set-cookie') ?? ''
		const mark = /lagebild_known=[^;]+/.exec(cookie)?.[0] ?? ''
		expect(cookie).toMatch(/lagebild_known=[^;]+;.*HttpOnly.*SameSite=Strict/)
		for (let n = 0; n < 6; n++) await enter('verfolgt', 'geraten geraten', '10.0.0.9')
		const withMark = async (headers: string, password = PASSWORD) => {
			const browser = new Browser(hub, { address: '10.0.0.9' })
			return (await browser.ask('/api/v1/sign-in/password', { json: { login: 'verfolgt', password }, headers: { cookie: headers } })).status
		}
		const forged = mark.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
		expect([await withMark(''), await withMark(forged), await withMark(mark)]).toEqual([429, 429, 200])
		expect((await hub.ask('/api/v1/session', { headers: { cookie: mark } })).status).toBe(401)
		const guesses: number[] = []
		for (let n = 0; n < 6; n++) guesses.push(await withMark(mark, 'geraten geraten'))
		expect(guesses).toEqual([401, 401, 401, 401, 401, 429])
		await hub.restart()
		expect(await withMark(mark)).toBe(200)
	}, 90_000)

	test('[G4] only from our own page, and only as JSON', async () => {
		const browser = new Browser(hub)
		const json = { login: 'leitung', password: PASSWORD }
		for (const origin of ['https://evil.example', 'null', `${browser.origin}.evil.example`]) {
			const { status, body } = await browser.ask('/api/v1/sign-in/password', { json, headers: { origin } })
			expect([status, body]).toMatchObject([403, { fault: 'not-allowed', path: 'origin' }])
		}
		const form = await browser.ask('/api/v1/sign-in/password', { json, headers: { 'content-type': 'text/plain' } })
		expect(form.status).toBe(415)
		expect(browser.cookie).toBe('')
	})

	test('sessions are listed, ended one by one, and everywhere', async () => {
		const first = await member('viele')
		const { browser: second } = await enter('viele', PASSWORD)
		const { browser: third } = await enter('viele', PASSWORD, '10.0.0.7')
		const listed = await second.ask('/api/v1/sessions')
		expect(listed.body).toHaveLength(3)
		expect(listed.body).toMatchObject([{ current: false, address: '10.0.0.7', way: 'password' }, { current: true }, { current: false }])
		expect((await second.ask(`/api/v1/sessions/${first.session.id}`, { method: 'DELETE' })).status).toBe(204)
		expect((await first.browser.ask('/api/v1/session')).status).toBe(401)
		const foreign = Listed.parse((await admin.ask('/api/v1/sessions')).body)[0]
		expect((await second.ask(`/api/v1/sessions/${foreign?.id}`, { method: 'DELETE' })).status).toBe(404)
		expect((await second.post('/api/v1/sign-out', { everywhere: true })).status).toBe(204)
		expect([(await second.ask('/api/v1/session')).status, (await third.ask('/api/v1/session')).status]).toEqual([401, 401])
		expect((await admin.ask('/api/v1/session')).status).toBe(200)
	})

	test('[G7] a person changes name and password, and a new password ends the other sessions', async () => {
		const { browser } = await member('selbst')
		const { browser: other } = await enter('selbst', PASSWORD)
		const change = (old: string) =>
			browser.ask('/api/v1/account', { method: 'PATCH', json: { password: { old, new: 'acht rote Deiche!' } } })
		expect((await change('falsch')).body).toMatchObject({ fault: 'not-allowed', path: 'password.old' })
		expect((await other.ask('/api/v1/session')).status).toBe(200)
		expect((await change(PASSWORD)).status).toBe(200)
		expect([(await other.ask('/api/v1/session')).status, (await browser.ask('/api/v1/session')).status]).toEqual([401, 200])
		const named = await browser.ask('/api/v1/account', { method: 'PATCH', json: { name: 'Neu Genannt' } })
		expect(named.body).toMatchObject({ grant: { name: 'Neu Genannt' }, account: { name: 'Neu Genannt' } })
		const raised = await browser.ask('/api/v1/account', { method: 'PATCH', json: { role: 'admin' } })
		expect(raised.body).toMatchObject({ fault: 'bad-message' })
	})
})

describe('invitations and accounts', () => {
	test('an invitation is looked at, accepted once, and every other code is one answer', async () => {
		const { code, invitation } = await invite({ for: 'Jörg Meißner', role: 'field', operations: ['lage'] })
		const browser = new Browser(hub)
		const look = await browser.post('/api/v1/invitations/look', { code })
		expect(InvitationLooked.strict().parse(look.body)).toMatchObject({ for: 'Jörg Meißner', role: 'field', operations: ['lage'] })
		const taken = await browser.post('/api/v1/invitations/accept', { code, login: 'leitung', password: PASSWORD })
		expect(taken.body).toMatchObject({ fault: 'login-taken' })
		const both = await browser.post('/api/v1/invitations/accept', { code, login: 'joerg' })
		expect(both.body).toMatchObject({ fault: 'bad-message', path: 'password' })
		const accept = () => browser.post('/api/v1/invitations/accept', { code, login: 'joerg', password: PASSWORD })
		expect((await accept()).body).toMatchObject({ grant: { name: 'Jörg Meißner', role: 'field', operations: ['lage'] } })
		const revoked = await invite({ for: 'Nicht' })
		expect((await admin.ask(`/api/v1/invitations/${revoked.invitation.id}`, { method: 'DELETE' })).status).toBe(204)
		const old = hub.access.invite({ name: 'Alt', role: 'staff', operations: 'all', ttlMs: -1 }, 'system').code
		const answers = [await accept()]
		for (const bad of [revoked.code, old, 'erfunden', '../../etc/passwd'])
			answers.push(await browser.post('/api/v1/invitations/look', { code: bad }))
		expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
		expect(answers[0]?.status).toBe(404)
		expect((await admin.ask('/api/v1/invitations')).body).toMatchObject(
			expect.arrayContaining([
				expect.objectContaining({ id: invitation.id, state: 'accepted' }),
				expect.objectContaining({ for: 'Alt', state: 'expired' }),
				expect.objectContaining({ for: 'Nicht', state: 'revoked' }),
			]),
		)
	})

	test('[G1] nobody gives more than they hold', async () => {
		const { browser: local } = await member('oertlich', { role: 'admin', operations: ['lage'], organisation: 'thw', clearance: 'internal' })
		const ask = (request: object) => local.post('/api/v1/invitations', { for: 'X', role: 'staff', operations: ['lage'], ...request })
		const cases: readonly (readonly [object, string])[] = [
			[{ operations: 'all' }, 'operations'],
			[{ operations: ['base'] }, 'operations'],
			[{ role: 'commander', clearance: 'restricted' }, 'clearance'],
			[{ organisation: 'feuerwehr' }, 'organisation'],
		]
		for (const [request, path] of cases) {
			const { status, body } = await ask(request)
			expect([status, body]).toMatchObject([403, { fault: 'not-allowed', path }])
		}
		const made = await ask({})
		expect(made.body).toMatchObject({ invitation: { organisation: 'thw', clearance: 'internal' } })
		const { browser: commander } = await member('fuehrt', { role: 'commander' })
		expect((await commander.post('/api/v1/invitations', { for: 'X', role: 'field', operations: 'all' })).status).toBe(403)
		expect((await commander.ask('/api/v1/accounts')).status).toBe(403)
		expect((await admin.post('/api/v1/invitations', { for: 'X', role: 'staff', operations: ['nirgends'] })).body).toMatchObject({
			fault: 'bad-message',
			path: 'operations.0',
		})
	})

	test('[G1] who manages one operation neither sees nor touches those of others', async () => {
		const { browser: local } = await member('einer', { role: 'admin', operations: ['lage'] })
		const { account: other } = await member('woanders', { role: 'staff', operations: ['base'] })
		const { account: near } = await member('hier', { role: 'staff', operations: ['lage'] })
		const listed = Listed.parse((await local.ask('/api/v1/accounts')).body).map(({ id }) => id)
		expect([listed.includes(near.id), listed.includes(other.id)]).toEqual([true, false])
		const ends = (id: string) => local.post(`/api/v1/accounts/${id}/end`)
		const [hidden, missing] = [await ends(other.id), await ends('0123456789abcdef')]
		expect([hidden.status, hidden.text]).toEqual([404, missing.text])
		const raise = await local.ask(`/api/v1/accounts/${near.id}`, { method: 'PATCH', json: { operations: 'all' } })
		expect(raise.body).toMatchObject({ fault: 'not-allowed', path: 'operations' })
		expect((await local.ask(`/api/v1/sessions?credential=person-${other.id}`)).body).toEqual([])
		expect((await local.ask(`/api/v1/sessions?credential=person-${near.id}`)).body).toHaveLength(1)
	})

	test('what an account may do changes at once, and an ended one is out at once', async () => {
		const { browser, account } = await member('wechselt', { role: 'staff' })
		const change = await admin.ask(`/api/v1/accounts/${account.id}`, { method: 'PATCH', json: { role: 'observer', operations: ['lage'] } })
		expect(change.body).toMatchObject({ role: 'observer', operations: ['lage'], version: 1, state: 'active' })
		expect((await browser.ask('/api/v1/session')).body).toMatchObject({ grant: { role: 'observer', operations: ['lage'] } })
		expect((await admin.post(`/api/v1/accounts/${account.id}/end`)).body).toMatchObject({ state: 'ended', sessions: 0 })
		expect((await browser.ask('/api/v1/session')).status).toBe(401)
		expect((await enter('wechselt', PASSWORD)).answer.status).toBe(401)
		expect((await admin.post(`/api/v1/accounts/${account.id}/end`)).status).toBe(404)
	})

	test('[G7] nobody takes the name of somebody else, or fills the journals with names', async () => {
		await member('vorbild', { for: 'Jörg Meißner' })
		const { browser } = await member('nachahmer', { role: 'observer' })
		const renamed = (name: string) => browser.ask('/api/v1/account', { method: 'PATCH', json: { name } })
		expect((await renamed(' jörg  MEISSNER'.replace('SS', 'ß'))).body).toMatchObject({ fault: 'not-allowed', path: 'name' })
		expect((await renamed('Jörg Meißner-Kant')).body).toMatchObject({ account: { name: 'Jörg Meißner-Kant' } })
		const answers = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map(renamed))
		expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
	})

	test('[G2] the last admin of everything stays, also when two end each other', async () => {
		const own = Signed.parse((await admin.ask('/api/v1/session')).body).account.id
		expect((await admin.post(`/api/v1/accounts/${own}/end`)).body).toMatchObject({ fault: 'last-admin' })
		const demote = { method: 'PATCH', json: { operations: ['lage'] } }
		expect((await admin.ask(`/api/v1/accounts/${own}`, demote)).body).toMatchObject({ fault: 'last-admin' })
		const cut = { method: 'PATCH', json: { clearance: 'internal' } }
		expect((await admin.ask(`/api/v1/accounts/${own}`, cut)).body).toMatchObject({ fault: 'last-admin' })
		await member('halb', { role: 'admin', clearance: 'internal' })
		expect((await admin.ask(`/api/v1/accounts/${own}`, cut)).body).toMatchObject({ fault: 'last-admin' })
		expect((await admin.post(`/api/v1/accounts/${own}/end`)).body).toMatchObject({ fault: 'last-admin' })
		const emergency = hub.access.createAccount(
			{ login: 'notfall', name: 'Notfall', role: 'admin', operations: 'all', breakGlass: true },
			'x',
		)
		expect(emergency.ok).toBe(true)
		expect((await admin.post(`/api/v1/accounts/${own}/end`)).body).toMatchObject({ fault: 'last-admin' })
		const second = await member('zweite', { role: 'admin' })
		const [a, b] = await Promise.all([
			admin.post(`/api/v1/accounts/${second.account.id}/end`),
			second.browser.post(`/api/v1/accounts/${own}/end`),
		])
		expect([a.status, b.status].filter((status) => status === 200)).toHaveLength(1)
	})
})

test('nothing of all this was worth a line in the log', () => {
	expect(hub.logged).toEqual([])
})
