import { openAccess } from '@lagebild/access/store.ts'
import { CreatedAccountLink } from '@lagebild/model/access/http.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Browser } from './testing/client-browser.ts'
import { TestHub } from './testing/harness.ts'

let hub: TestHub
/** By a link of the first start: manages everything. */
let admin: Browser

const PASSWORD = 'sieben blaue Deiche'
const NEW = 'acht graue Schleusen'

beforeAll(async () => {
	hub = await TestHub.start()
	admin = await Browser.signedIn(hub)
})

afterAll(async () => {
	await hub.close()
})

type More = { readonly role?: 'admin' | 'staff'; readonly organisation?: string; readonly breakGlass?: boolean }

function account(login: string, more: More = {}): string {
	const made = hub.access.createAccount({ login, name: login, role: 'staff', operations: 'all', ...more }, 'system')
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

async function member(login: string, more: More = {}) {
	const id = account(login, more)
	await hub.access.setPassword(id, PASSWORD, 'system')
	const browser = new Browser(hub)
	expect((await browser.post('/api/v1/sign-in/password', { login, password: PASSWORD })).status).toBe(200)
	return { id, browser }
}

const wish = (id: string, by = admin) => by.post(`/api/v1/accounts/${id}/link`, {})

async function linkInto(id: string, by = admin): Promise<string> {
	const answer = await wish(id, by)
	expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store'])
	const { url } = CreatedAccountLink.parse(answer.body)
	expect(new URL(url).origin).toBe(by.origin)
	return url.slice(by.origin.length)
}

describe('a password was forgotten', () => {
	test('[G12] a link leads back into the same account, where a new password needs no old one and ends the other sessions', async () => {
		const { id, browser: before } = await member('vergesslich')
		const path = await linkInto(id)
		const back = new Browser(hub)
		expect((await back.ask(path, { method: 'HEAD' })).status).toBe(405)
		const entered = await back.ask(path)
		expect([entered.status, entered.headers.get('location')]).toEqual([303, '/#//konto'])
		expect((await back.ask('/api/v1/session')).body).toMatchObject({
			account: { id, login: 'vergesslich' },
			grant: { credential: `person-${id}` },
			session: { way: 'link', current: true },
		})
		expect((await before.ask('/api/v1/session')).status).toBe(200)
		expect((await back.ask('/api/v1/sessions')).body).toMatchObject([{ way: 'link' }, { way: 'password' }])
		const set = await back.ask('/api/v1/account', { method: 'PATCH', json: { password: { new: NEW } } })
		expect(set.status).toBe(200)
		expect((await before.ask('/api/v1/session')).status).toBe(401)
		const anew = new Browser(hub)
		expect((await anew.post('/api/v1/sign-in/password', { login: 'vergesslich', password: NEW })).status).toBe(200)
	})

	test('[G12] it works once, for fifteen minutes, and not after the end of the account', async () => {
		const id = account('einmal')
		const [used, over] = [await linkInto(id), await linkInto(id)]
		expect((await new Browser(hub).ask(used)).status).toBe(303)
		expect((await new Browser(hub).ask(used)).status).toBe(403)
		const sixteenMinutesAgo = openAccess({ folder: hub.folder, now: () => Date.now() - 16 * 60_000 })
		const late = sixteenMinutesAgo.createAccountLink(id, 'command line')
		sixteenMinutesAgo.close()
		expect((await new Browser(hub).follow(late.ok ? late.value.code : '')).status).toBe(403)
		expect((await admin.post(`/api/v1/accounts/${id}/end`, {})).status).toBe(200)
		expect((await new Browser(hub).ask(over)).status).toBe(403)
		expect((await wish(id)).status).toBe(404)
	})

	test('[G12] the trail says who made it and for whom, and never the code', async () => {
		const id = account('belegt')
		const path = await linkInto(id)
		const { text } = await admin.ask('/api/v1/audit?what=administered&limit=5')
		expect(text).toContain('"act":"account link made"')
		expect(text).toContain(`"of":"person-${id}"`)
		expect(text).not.toContain(path.split('=')[1])
	})
})

describe('who makes one', () => {
	test('[G12] only the duty for accounts, and only into an account that one could have given', async () => {
		const [theirs, above] = [account('feuer', { organisation: 'fw' }), account('chefin', { role: 'admin' })]
		const staff = await Browser.signedIn(hub, { role: 'staff' })
		const other = await Browser.signedIn(hub, { organisation: 'thw' })
		const low = await Browser.signedIn(hub, { clearance: 'internal' })
		const asked = [await wish(theirs, staff), await wish(theirs, other), await wish(above, low), await wish('0123456789abcdef')]
		expect(asked.map(({ status }) => status)).toEqual([403, 404, 404, 404])
		expect((await wish(theirs, new Browser(hub))).status).toBe(401)
		const own = await Browser.signedIn(hub, { organisation: 'fw' })
		expect((await new Browser(hub).ask(await linkInto(theirs, own))).status).toBe(303)
	})

	test('[G12] none into the account of a provider, that for emergencies, or one’s own', async () => {
		const [provided, sealed] = [account('haus'), account('umschlag', { role: 'admin', breakGlass: true })]
		hub.access.bindSubject({ issuer: 'https://house.example', subject: '1' }, provided)
		const { id, browser } = await member('verwaltung', { role: 'admin' })
		const asked = [await wish(provided), await wish(sealed), await wish(id, browser)]
		expect(asked.map(({ status, body }) => [status, body])).toMatchObject(asked.map(() => [403, { fault: 'not-allowed' }]))
		expect((await admin.ask('/api/v1/accounts')).body).toContainEqual(expect.objectContaining({ id: provided, provider: true }))
	})

	test('[G12] whoever loses the duty takes the links with it that nobody used', async () => {
		const { id, browser } = await member('vertretung', { role: 'admin' })
		const target = account('wartend')
		const path = await linkInto(target, browser)
		expect((await admin.ask(`/api/v1/accounts/${id}`, { method: 'PATCH', json: { role: 'staff' } })).status).toBe(200)
		expect((await new Browser(hub).ask(path)).status).toBe(403)
	})
})
