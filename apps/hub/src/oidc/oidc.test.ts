import { request } from 'node:http'

import { startOidcProvider } from '@lagebild/testing/oidc.ts'
import type { OidcServer } from '@lagebild/testing/oidc.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { Heard, TestHub } from '../testing/harness.ts'
import { Browser } from './testing/browser.ts'
import type { Page } from './testing/browser.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const ANNA = {
	name: 'Anna Berg',
	preferred_username: 'anna',
	roles: ['offline_access', 'lb-stab'],
	organisation: 'fw',
	operations: ['lage'],
}

let hub: TestHub
let server: OidcServer
let browser: Browser

const callback = (id: string): string => `${hub.url}/sign-in/oidc/${id}/callback`

function configured(id: string, issuer: string) {
	return {
		id,
		name: 'Haus',
		issuer,
		clientId: 'lagebild',
		clientSecretEnv: 'OIDC_SECRET',
		scopes: ['openid', 'profile', 'lagebild'],
		claims: {
			role: 'roles',
			roles: { 'lb-leitung': 'commander', 'lb-stab': 'staff' },
			organisation: 'organisation',
			organisations: { fw: 'feuerwehr' },
			clearance: 'clearance',
			operations: 'operations',
		},
		allowPrivateHosts: ['127.0.0.1'],
		timeoutSeconds: 5,
		signOutAtProvider: id === 'haus',
	}
}

beforeAll(async () => {
	hub = new TestHub()
	server = await startOidcProvider()
	const oidc = [configured('haus', server.issuer), configured('nachbar', server.issuer), configured('fort', 'http://127.0.0.1:9')]
	hub.configure({ oidc }, { OIDC_SECRET: server.clientSecret })
	await hub.start()
	for (const id of ['base', 'lage'])
		await hub.ask('/api/v1/operations', { key: hub.admin, json: { id, name: id, status: 'test', base: id === 'base' } })
	await server.tell({ redirectUris: ['haus', 'nachbar'].map(callback) })
})

afterAll(async () => {
	await server.stop()
	await hub.close()
})

beforeEach(async () => {
	browser = new Browser()
	await server.tell({ people: { 'sub-1': ANNA } })
})

const atCallback = (to: URL): boolean => to.pathname.endsWith('/callback')

/** The person types name and password at the provider and allows what is asked. The answer is the redirect to the hub, not followed. */
async function throughProvider(first: Page, person: string): Promise<URL> {
	let page = await browser.visit(first.location ?? first.url, atCallback)
	while (page.location === undefined) {
		const prompt = /name="prompt" value="(\w+)"/.exec(page.text)?.[1] ?? 'none'
		if (prompt === 'none') throw new Error(`the provider says ${page.status} ${page.text.replaceAll(/<[^>]+>/g, ' ').slice(0, 300)}`)
		page = await browser.visit(page.url, atCallback, { prompt, login: person, password: 'irrelevant' })
	}
	return page.location
}

async function answerOfProvider(person = 'sub-1', id = 'haus', query = ''): Promise<URL> {
	return throughProvider(await browser.load(`${hub.url}/sign-in/oidc/${id}${query}`), person)
}

/** What the sign-in page is told, or where the person is led. */
async function led(to: URL | string): Promise<string | undefined> {
	const { location, status } = await browser.load(to)
	expect(status).toBe(303)
	return location?.href.replace(hub.url, '')
}

const Session = z.object({ grant: z.looseObject({ credential: z.string(), account: z.string() }) })

async function whoAmI() {
	const { status, body } = await hub.ask('/api/v1/session', { headers: { cookie: browser.header(hub.url) } })
	return { status, grant: Session.safeParse(body).data?.grant }
}

function refusals(): readonly string[] {
	return hub.logged.flatMap((line) => z.object({ why: z.string() }).safeParse(JSON.parse(line)).data?.why ?? [])
}

test('a person signs in at the provider and is who its claims say', async () => {
	const begun = await browser.load(`${hub.url}/sign-in/oidc/haus?to=/field/`)
	expect(begun.location?.searchParams.get('code_challenge_method')).toBe('S256')
	expect(await led(await throughProvider(begun, 'sub-1'))).toBe('/field/')
	expect(browser.cookies(hub.url).has('lagebild_oidc')).toBe(false)
	expect(await whoAmI()).toMatchObject({
		status: 200,
		grant: { name: 'Anna Berg', role: 'staff', organisation: 'feuerwehr', clearance: 'internal', operations: ['lage'], rank: 'person' },
	})
	const { body } = await hub.ask('/api/v1/accounts', { key: hub.admin })
	expect(JSON.stringify(body)).toContain('anna@haus')
})

test('the same person has the same account under any name, and what the provider changes holds at once, on open sockets too', async () => {
	await led(await answerOfProvider())
	const { grant: before } = await whoAmI()
	const socket = hub.socket('lage', { headers: { cookie: browser.header(hub.url), origin: hub.url } })
	const heard = new Heard(socket)
	await new Promise((resolve) => {
		socket.once('connect', () => resolve(true))
	})
	await server.tell({
		people: {
			'sub-1': { ...ANNA, preferred_username: 'anna.weber', name: 'Anna Weber', roles: 'lb-leitung', operations: ['base'] },
		},
	})
	const elsewhere = browser
	browser = new Browser()
	await led(await answerOfProvider())
	expect((await whoAmI()).grant).toMatchObject({
		credential: before?.credential,
		role: 'commander',
		name: 'Anna Weber',
		clearance: 'restricted',
	})
	expect(await heard.take('bye')).toMatchObject({ why: 'grant' })
	browser = elsewhere
	expect((await whoAmI()).grant).toMatchObject({ role: 'commander', operations: ['base'] })
})

test('another person of the same name is another account, and no local one is taken over', async () => {
	await led(await answerOfProvider())
	const first = (await whoAmI()).grant
	await server.tell({ people: { 'sub-2': { ...ANNA, email: 'anna@example.org' } } })
	browser = new Browser()
	await led(await answerOfProvider('sub-2'))
	const second = (await whoAmI()).grant
	expect(second?.account).not.toBe(first?.account)
	expect(second?.['source']).not.toBe(first?.['source'])
})

describe('whom the provider gives no role that counts here', () => {
	test.each([
		['no role at all', {}, 'no-role'],
		['an empty list', { roles: [] }, 'no-role'],
		['only roles that nobody mapped', { roles: ['admin', 'lb-chef'] }, 'unknown-role'],
		['something that is no text', { roles: [{ name: 'lb-stab' }] }, 'no-role'],
		['an organisation that nobody mapped', { roles: 'lb-stab', organisation: 'polizei' }, 'unknown-organisation'],
		['a clearance that does not exist', { roles: 'lb-stab', clearance: 'top-secret' }, 'bad-clearance'],
		['an operation that cannot be one', { roles: 'lb-stab', operations: ['../base'] }, 'bad-operations'],
	])('%s: refused, audited, and not signed in', async (_case, claims, why) => {
		await server.tell({ people: { 'sub-9': { name: 'Niemand', preferred_username: 'niemand', ...claims } } })
		hub.logged.length = 0
		expect(await led(await answerOfProvider('sub-9'))).toBe('/#/anmelden?fault=not-allowed')
		expect((await whoAmI()).status).toBe(401)
		expect(refusals()).toEqual([why])
	})

	test('who had one is signed out everywhere', async () => {
		await led(await answerOfProvider())
		const elsewhere = browser
		await server.tell({ people: { 'sub-1': { ...ANNA, roles: ['nichts'] } } })
		browser = new Browser()
		await led(await answerOfProvider())
		browser = elsewhere
		expect((await whoAmI()).status).toBe(401)
	})

	test('an account that was ended here stays ended', async () => {
		await server.tell({ people: { 'sub-5': { ...ANNA, preferred_username: 'ende' } } })
		await led(await answerOfProvider('sub-5'))
		const { grant } = await whoAmI()
		hub.access.endAccount(grant?.account ?? '', 'command line')
		expect((await whoAmI()).status).toBe(401)
		browser = new Browser()
		expect(await led(await answerOfProvider('sub-5'))).toBe('/#/anmelden?fault=not-allowed')
	})
})

describe('an answer that is not the one that was asked for', () => {
	const refused = '/#/anmelden?fault=unauthenticated'

	test('another state', async () => {
		const answer = await answerOfProvider()
		answer.searchParams.set('state', 'x'.repeat(43))
		expect(await led(answer)).toBe(refused)
		expect((await whoAmI()).status).toBe(401)
	})

	test('a second time, in the same browser and with the cookie put back', async () => {
		const answer = await answerOfProvider()
		const sealed = browser.cookies(hub.url).get('lagebild_oidc') ?? ''
		expect(await led(answer)).toBe('/')
		browser.cookies(hub.url).clear()
		browser.cookies(hub.url).set('lagebild_oidc', sealed)
		expect(await led(answer)).toBe(refused)
		expect(refusals().at(-1)).toBe('not-begun-here')
	})

	test('a code that was used, in a sign-in of its own', async () => {
		const used = await answerOfProvider()
		await led(used)
		const answer = await answerOfProvider()
		answer.searchParams.set('code', used.searchParams.get('code') ?? '')
		expect(await led(answer)).toBe(refused)
		expect(refusals().at(-1)).toBe('answer-does-not-hold')
	})

	test('begun in another browser: nobody is signed in as somebody else', async () => {
		const answer = await answerOfProvider()
		browser = new Browser()
		expect(await led(answer)).toBe(refused)
		expect((await whoAmI()).status).toBe(401)
	})

	test('a cookie of which one bit was changed, of another provider, or of nonsense', async () => {
		const answer = await answerOfProvider()
		const sealed = browser.cookies(hub.url).get('lagebild_oidc') ?? ''
		const flipped = `${sealed.slice(0, -5)}${sealed.at(-5) === 'A' ? 'B' : 'A'}${sealed.slice(-4)}`
		for (const value of [flipped, '', 'AAAA', sealed.slice(0, 40)]) {
			browser.cookies(hub.url).set('lagebild_oidc', value)
			expect(await led(answer)).toBe(refused)
		}
		browser.cookies(hub.url).set('lagebild_oidc', sealed)
		expect(await led(answer.href.replace('/haus/', '/nachbar/'))).toBe(refused)
		expect((await whoAmI()).status).toBe(401)
	})

	test('another nonce than was asked for', async () => {
		const begun = await browser.load(`${hub.url}/sign-in/oidc/haus`)
		begun.location?.searchParams.set('nonce', 'n'.repeat(43))
		expect(await led(await throughProvider(begun, 'sub-1'))).toBe(refused)
		expect(refusals().at(-1)).toBe('answer-does-not-hold')
	})

	test('of another issuer, or of none', async () => {
		const answer = await answerOfProvider()
		answer.searchParams.set('iss', 'https://evil.example')
		expect(await led(answer)).toBe(refused)
		const second = await answerOfProvider()
		second.searchParams.delete('iss')
		expect(await led(second)).toBe(refused)
	})

	test('a person who does not allow it', async () => {
		const answer = await answerOfProvider()
		for (const name of ['code', 'iss']) answer.searchParams.delete(name)
		answer.searchParams.set('iss', server.issuer)
		answer.searchParams.set('error', 'access_denied')
		expect(await led(answer)).toBe(refused)
		expect(refusals().at(-1)).toBe('refused-by-provider')
	})
})

test('nobody keeps a door of its own here beside the provider: no password, no passkey', async () => {
	await led(await answerOfProvider())
	const headers = { cookie: browser.header(hub.url), origin: hub.url }
	const password = { new: 'ein langes neues Passwort' }
	expect(await hub.ask('/api/v1/account', { method: 'PATCH', headers, json: { password } })).toMatchObject({
		status: 403,
		body: { fault: 'not-allowed' },
	})
	expect((await hub.ask('/api/v1/account/passkeys/options', { headers, json: {} })).status).toBe(403)
})

describe('signing out', () => {
	const out = async () =>
		(await hub.ask('/api/v1/sign-out', { method: 'POST', headers: { cookie: browser.header(hub.url), origin: hub.url } })).body

	test('leads to the provider where it is configured, with what it needs to know the session by', async () => {
		await led(await answerOfProvider())
		const { leadTo } = z.object({ leadTo: z.string() }).parse(await out())
		const { origin, searchParams } = new URL(leadTo)
		expect(origin).toBe(server.issuer)
		expect(searchParams.get('post_logout_redirect_uri')).toBe(`${hub.url}/`)
		expect(searchParams.get('id_token_hint')).toMatch(/^ey/)
		expect((await whoAmI()).status).toBe(401)
		expect((await browser.load(leadTo)).status).toBe(200)
	})

	test('ends our session alone elsewhere', async () => {
		await led(await answerOfProvider('sub-1', 'nachbar'))
		expect(await out()).toBeUndefined()
		expect((await whoAmI()).status).toBe(401)
	})
})

test('afterwards it leads to a page of our own, and to no other', async () => {
	const wish = '/#/lage/lage?selected=unit:a:1'
	expect(await led(await answerOfProvider('sub-1', 'haus', `?to=${encodeURIComponent(wish)}`))).toBe(wish)
	expect(await led(await answerOfProvider('sub-1', 'haus', '?to=//evil.example'))).toBe('/')
})

test('a provider that does not answer is said to be one, at both ends of the way', async () => {
	expect(await led(`${hub.url}/sign-in/oidc/fort`)).toBe('/#/anmelden?fault=not-ready')
	const answer = await answerOfProvider()
	const { port } = new URL(server.issuer)
	await server.stop()
	expect(await led(answer)).toBe('/#/anmelden?fault=not-ready')
	expect(refusals().at(-1)).toBe('provider-down')
	server = await startOidcProvider({ redirectUris: ['haus', 'nachbar'].map(callback), people: { 'sub-1': ANNA }, port: Number(port) })
	browser = new Browser()
	expect(await led(await answerOfProvider())).toBe('/')
})

/** `fetch` sends no Host of one's own. */
function statusWithHost(host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const asked = request(`${hub.url}/sign-in/oidc/haus`, { headers: { host } }, (answer) => {
			answer.resume()
			resolve(answer.statusCode ?? 0)
		})
		asked.once('error', reject)
		asked.end()
	})
}

test('an unknown provider is nothing, and a Host that is none makes no address to come back to', async () => {
	expect(await statusWithHost('lage.example:8443')).toBe(303)
	for (const host of ['evil.example/x?', 'a b', 'x@evil.example']) expect(await statusWithHost(host)).toBe(400)
	expect((await hub.ask('/sign-in/oidc/niemand')).status).toBe(404)
	expect((await hub.ask('/sign-in/oidc/niemand/callback')).status).toBe(404)
	expect((await hub.ask('/api/v1/sign-in')).body).toMatchObject({ oidc: [{ id: 'haus', name: 'Haus' }, { id: 'nachbar' }, { id: 'fort' }] })
})
