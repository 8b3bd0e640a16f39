import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { Authenticator } from './testing/authenticator.ts'
import { Browser } from './testing/client-browser.ts'
import { TestHub } from './testing/harness.ts'

let hub: TestHub

const PASSWORD = 'sieben blaue Deiche'
const PROVE_AGAIN = { fault: 'prove-again' }
const Options = z.looseObject({ challenge: z.string() })

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

async function person(login: string, password?: string): Promise<Browser> {
	const browser = new Browser(hub, { host: 'localhost' })
	const { code } = hub.access.invite({ name: login, role: 'staff', operations: 'all' }, 'system')
	const made = await hub.access.acceptInvitation(code, { login, ...(password !== undefined && { password }) })
	const account = made.ok ? made.value.account : ''
	const started = hub.access.startSession({ account, way: 'password' })
	browser.cookie = `lagebild_session=${started?.token}`
	return browser
}

/** As if everybody had signed in eleven minutes ago. */
function elevenMinutesLater(): void {
	const database = new DatabaseSync(path.join(hub.folder, 'access.db'))
	database.exec('update sessions set created = created - 660000')
	database.close()
}

function setPassword(browser: Browser, password: object) {
	return browser.ask('/api/v1/account', { method: 'PATCH', json: { password } })
}

async function challenge(browser: Browser, address: string): Promise<string> {
	return Options.parse((await browser.post(address)).body).challenge
}

async function addKey(browser: Browser, key: Authenticator) {
	const made = key.create(await challenge(browser, '/api/v1/account/passkeys/options'), { rpId: 'localhost', origin: browser.origin })
	return browser.post('/api/v1/account/passkeys', { passkey: made, name: 'Schlüsselbund' })
}

async function prove(browser: Browser, key: Authenticator) {
	const asked = await challenge(browser, '/api/v1/sign-in/passkey/options')
	return browser.post('/api/v1/account/proof', { passkey: key.get(asked, { rpId: 'localhost', origin: browser.origin }) })
}

function removeKey(browser: Browser, key: Authenticator) {
	return browser.ask(`/api/v1/account/passkeys/${key.id.toString('base64url')}`, { method: 'DELETE' })
}

test('[G10] right after signing in a person sets a password and adds a passkey, and eleven minutes later does neither', async () => {
	const [browser, key] = [await person('neu'), new Authenticator()]
	expect((await addKey(browser, key)).status).toBe(201)
	expect((await setPassword(browser, { new: PASSWORD })).status).toBe(200)
	elevenMinutesLater()
	const json = { passkey: key.create('AAAA', { rpId: 'localhost', origin: browser.origin }), name: 'fremd' }
	const answers = [
		await setPassword(browser, { new: 'des Diebes Passwort' }),
		await browser.post('/api/v1/account/passkeys/options'),
		await browser.post('/api/v1/account/passkeys', json),
		await removeKey(browser, key),
	]
	for (const { status, body } of answers) expect([status, body]).toMatchObject([403, PROVE_AGAIN])
	expect((await browser.ask('/api/v1/account', { method: 'PATCH', json: { name: 'Anders' } })).status).toBe(200)
	expect((await browser.ask('/api/v1/session')).body).toMatchObject({ account: { passkeys: [{ name: 'Schlüsselbund' }] } })
})

test('[G10] an account without any way to sign in gets its first one late, too', async () => {
	const browser = await person('ohne')
	elevenMinutesLater()
	expect((await setPassword(browser, { new: PASSWORD })).status).toBe(200)
	expect((await setPassword(browser, { new: 'acht rote Deiche!' })).body).toMatchObject(PROVE_AGAIN)
})

test('[G10] the present password or a passkey of this account is a proof, for this session alone', async () => {
	const [browser, key] = [await person('alt', PASSWORD), new Authenticator()]
	await addKey(browser, key)
	const other = new Browser(hub, { host: 'localhost' })
	await other.post('/api/v1/sign-in/password', { login: 'alt', password: PASSWORD })
	elevenMinutesLater()
	const wrong = await browser.post('/api/v1/account/proof', { password: 'geraten geraten' })
	expect([wrong.status, wrong.body]).toMatchObject([403, { fault: 'not-allowed', path: 'password' }])
	expect((await browser.post('/api/v1/account/passkeys/options')).body).toMatchObject(PROVE_AGAIN)
	expect((await browser.post('/api/v1/account/proof', { password: PASSWORD })).status).toBe(204)
	expect((await browser.post('/api/v1/account/passkeys/options')).status).toBe(200)
	expect((await other.post('/api/v1/account/passkeys/options')).body).toMatchObject(PROVE_AGAIN)
	expect((await prove(other, key)).status).toBe(204)
	expect((await removeKey(other, key)).status).toBe(204)
	for (const body of [{}, { password: PASSWORD, passkey: {} }]) {
		expect((await browser.post('/api/v1/account/proof', body)).body).toMatchObject({ fault: 'bad-message' })
	}
})

test('[G10] somebody else’s passkey proves nothing', async () => {
	const [victim, thief, key] = [await person('opfer', PASSWORD), await person('dieb', PASSWORD), new Authenticator()]
	await addKey(thief, key)
	elevenMinutesLater()
	const answer = await prove(victim, key)
	expect([answer.status, answer.body]).toMatchObject([403, { fault: 'not-allowed', path: 'passkey' }])
	expect((await victim.post('/api/v1/account/passkeys/options')).body).toMatchObject(PROVE_AGAIN)
})

test('[G10] guessing at the proof is slowed as at the door, and nobody proves anything without an account', async () => {
	const browser = await person('geduldig', PASSWORD)
	elevenMinutesLater()
	const statuses: number[] = []
	for (let n = 0; n < 6; n++) statuses.push((await browser.post('/api/v1/account/proof', { password: 'geraten geraten' })).status)
	expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
	expect((await hub.ask('/api/v1/account/proof', { key: hub.admin, json: { password: PASSWORD } })).status).toBe(403)
	expect((await new Browser(hub).post('/api/v1/account/proof', { password: PASSWORD })).status).toBe(401)
})

test('[G7] the old password alone changes it, late as it may be, and ends every other session', async () => {
	const browser = await person('fleissig', PASSWORD)
	const other = new Browser(hub)
	await other.post('/api/v1/sign-in/password', { login: 'fleissig', password: PASSWORD })
	elevenMinutesLater()
	expect((await setPassword(browser, { old: PASSWORD, new: 'acht rote Deiche!' })).status).toBe(200)
	expect([(await browser.ask('/api/v1/session')).status, (await other.ask('/api/v1/session')).status]).toEqual([200, 401])
})
