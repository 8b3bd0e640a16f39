import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Authenticator } from './testing/authenticator.ts'
import { Browser } from './testing/client-browser.ts'
import { TestHub } from './testing/harness.ts'

let hub: TestHub
let person: Browser
const key = new Authenticator()

const Options = z.looseObject({ challenge: z.string() })
const PASSWORD = 'sieben blaue Deiche'

function site(browser: Browser) {
	return { rpId: 'localhost', origin: browser.origin }
}

async function challenge(browser: Browser, address: string, json: unknown = {}): Promise<string> {
	return Options.parse((await browser.post(address, json)).body).challenge
}

async function present(browser: Browser, from = key, change: object = {}) {
	const proof = from.get(await challenge(browser, '/api/v1/sign-in/passkey/options'), { ...site(browser), ...change })
	return browser.post('/api/v1/sign-in/passkey', { passkey: proof })
}

function local(): Browser {
	return new Browser(hub, { host: 'localhost' })
}

beforeAll(async () => {
	hub = await TestHub.start()
	person = local()
	await person.follow(hub.access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Erste' }))
	await person.post('/api/v1/account', { login: 'erste', name: 'Erste', password: PASSWORD })
})

afterAll(async () => {
	await hub.close()
})

describe('passkeys', () => {
	test('[G8] are offered under a name, and not under an address of digits', async () => {
		expect((await local().ask('/api/v1/sign-in')).body).toMatchObject({ passkeys: true, password: true, firstRun: false, oidc: [] })
		expect((await new Browser(hub).ask('/api/v1/sign-in')).body).toMatchObject({ passkeys: false })
		expect((await new Browser(hub).post('/api/v1/sign-in/passkey/options')).body).toMatchObject({ fault: 'not-allowed', path: 'host' })
		expect((await new Browser(hub, { host: 'evil.example' }).ask('/api/v1/sign-in')).body).toMatchObject({ passkeys: false })
	})

	test('[G8] a person adds one and signs in with it', async () => {
		const made = key.create(await challenge(person, '/api/v1/account/passkeys/options'), site(person))
		const added = await person.post('/api/v1/account/passkeys', { passkey: made, name: 'Schlüsselbund' })
		expect([added.status, added.body]).toMatchObject([201, { account: { passkeys: [{ name: 'Schlüsselbund' }] } }])
		const other = local()
		const answer = await present(other)
		expect([answer.status, answer.body]).toMatchObject([200, { account: { login: 'erste' }, session: { way: 'passkey' } }])
		expect((await other.ask('/api/v1/session')).body).toMatchObject({ grant: { role: 'admin', source: 'erste' } })
		expect((await person.post('/api/v1/account/passkeys', { passkey: made, name: 'noch einmal' })).status).toBe(403)
	})

	test('[G8] a challenge answers once, for its purpose alone', async () => {
		const browser = local()
		const proof = key.get(await challenge(browser, '/api/v1/sign-in/passkey/options'), site(browser))
		expect((await browser.post('/api/v1/sign-in/passkey', { passkey: proof })).status).toBe(200)
		expect((await browser.post('/api/v1/sign-in/passkey', { passkey: proof })).body).toMatchObject({ fault: 'unauthenticated' })
		const foreign = key.get(await challenge(person, '/api/v1/account/passkeys/options'), site(browser))
		expect((await browser.post('/api/v1/sign-in/passkey', { passkey: foreign })).body).toMatchObject({ fault: 'unauthenticated' })
	})

	test('[G8] a start in the middle of a sign-in loses none of it; who was in stays in, and a link that was not followed still opens', async () => {
		const browser = local()
		const asked = await challenge(browser, '/api/v1/sign-in/passkey/options')
		const code = hub.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'Lage' })
		await hub.restart()
		const late = await browser.post('/api/v1/sign-in/passkey', { passkey: key.get(asked, site(browser)) })
		expect([late.status, late.body]).toMatchObject([200, { account: { login: 'erste' } }])
		expect((await present(browser)).status).toBe(200)
		expect((await person.ask('/api/v1/session')).status).toBe(200)
		const guests = await Promise.all([local(), local()].map((guest) => guest.follow(code)))
		expect(guests.filter(({ status }) => status === 303)).toHaveLength(1)
	}, 90_000)

	test('[G8] another page, another site, another key and a copied one are refused alike', async () => {
		const refused = { fault: 'unauthenticated', message: 'this passkey does not hold here, or its time is over' }
		expect((await present(local(), key, { origin: 'https://localhost.evil.example' })).body).toEqual(refused)
		expect((await present(local(), key, { rpId: 'evil.example' })).body).toEqual(refused)
		expect((await present(local(), new Authenticator())).body).toEqual(refused)
		const browser = local()
		const copy = key.get(await challenge(browser, '/api/v1/sign-in/passkey/options'), site(browser), 1)
		expect((await browser.post('/api/v1/sign-in/passkey', { passkey: copy })).body).toEqual(refused)
		expect(browser.cookie).toBe('')
	})

	test('[G8] an invitation is accepted with one, and the last way to sign in stays', async () => {
		const invited = await person.post('/api/v1/invitations', { for: 'Zweite', role: 'staff', operations: ['lage'] })
		const { code } = z.object({ code: z.string() }).parse(invited.body)
		const browser = local()
		const own = new Authenticator()
		const asked = await challenge(browser, '/api/v1/invitations/passkey/options', { code, login: 'zweite' })
		const elsewhere = await browser.post('/api/v1/invitations/accept', { code, login: 'dritte', passkey: own.create(asked, site(browser)) })
		expect(elsewhere.body).toMatchObject({ fault: 'not-allowed', path: 'passkey' })
		const again = await challenge(browser, '/api/v1/invitations/passkey/options', { code, login: 'zweite' })
		const accepted = await browser.post('/api/v1/invitations/accept', { code, login: 'zweite', passkey: own.create(again, site(browser)) })
		expect([accepted.status, accepted.body]).toMatchObject([
			200,
			{ grant: { role: 'staff', operations: ['lage'] }, session: { way: 'passkey' } },
		])
		expect((await present(local(), own)).status).toBe(200)
		const removed = await browser.ask(`/api/v1/account/passkeys/${own.id.toString('base64url')}`, { method: 'DELETE' })
		expect(removed.body).toMatchObject({ fault: 'not-allowed' })
		const foreign = await person.ask(`/api/v1/account/passkeys/${own.id.toString('base64url')}`, { method: 'DELETE' })
		expect(foreign.body).toMatchObject({ fault: 'not-found' })
		const first = await person.ask(`/api/v1/account/passkeys/${key.id.toString('base64url')}`, { method: 'DELETE' })
		expect(first.status).toBe(204)
		expect((await present(local())).body).toMatchObject({ fault: 'unauthenticated' })
	})
})
