import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import type { Access } from '@lagebild/access/store.ts'
import { AuditPage } from '@lagebild/model/access/http.ts'
import { crowded } from '@lagebild/testing/crowded.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { openOidc } from './oidc/door.ts'
import { Authenticator } from './testing/authenticator.ts'
import { Browser } from './testing/client-browser.ts'
import { TestCluster } from './testing/cluster.ts'
import type { ClusterHub } from './testing/cluster.ts'

/** No Redis: hubs follow each other by looking. */
let cluster: TestCluster
let a: ClusterHub
let b: ClusterHub
/** As the command line has it. */
let access: Access
let database = ''

const Options = z.looseObject({ challenge: z.string() })
const PASSWORD = 'sieben blaue Deiche'

beforeAll(async () => {
	database = await freshDatabase()
	cluster = await TestCluster.start({ database })
	;[a, b] = cluster.hubs
	access = await openSharedAccess({ url: database, node: 'shell', now: Date.now })
})

afterAll(async () => {
	access.close()
	await cluster.close()
})

function local(): Browser {
	return new Browser(a, { host: 'localhost' })
}

function site({ origin }: Browser) {
	return { rpId: 'localhost', origin }
}

async function challenge(browser: Browser, address: string): Promise<string> {
	return Options.parse((await browser.post(address)).body).challenge
}

async function person(login: string): Promise<Browser> {
	const code = await access.write(() => access.createLink({ ttlMs: 60_000, role: 'admin', name: login }))
	const browser = local()
	await browser.follow(code)
	expect((await browser.post('/api/v1/account', { login, name: login, password: PASSWORD })).status).toBe(201)
	return browser
}

test('[Z24, Z28] signed in at one hub, in at the other at once; signed out there, out at the first within a second', async () => {
	const browser = await person('anna')
	expect((await browser.leadTo(b).ask('/api/v1/session')).status).toBe(200)
	const { cookie } = browser
	expect((await browser.post('/api/v1/sign-out')).status).toBe(204)
	const began = performance.now()
	browser.cookie = cookie
	browser.leadTo(a)
	await until('the end at the first hub', async () => ((await browser.ask('/api/v1/session')).status === 401 ? true : undefined))
	expect(performance.now() - began).toBeLessThan(1_000 * crowded())
})

test('[Z24] a key made at one hub and revoked at the other holds nowhere', async () => {
	const made = await a.ask('/api/v1/keys', { key: cluster.admin, json: { name: 'pegel', role: 'integrator', operations: 'all' } })
	const { key, id } = z.object({ key: z.string(), id: z.string() }).parse(made.body)
	const holds = async (hub: ClusterHub) => (await hub.ask('/api/v1/session', { key })).status
	expect(await holds(b)).toBe(200)
	expect((await b.ask(`/api/v1/keys/${id}/revoke`, { key: cluster.admin, json: {} })).status).toBe(204)
	await until('its end at the first', async () => ((await holds(a)) === 401 ? true : undefined), 1_000)
})

test('[Z26] a passkey is added over two hubs and signs in over two hubs; an answer counts once over both', async () => {
	const browser = await person('bert')
	expect((await browser.leadTo(b).ask('/api/v1/session')).status).toBe(200)
	const key = new Authenticator()
	const made = key.create(await challenge(browser.leadTo(a), '/api/v1/account/passkeys/options'), site(browser))
	expect((await browser.leadTo(b).post('/api/v1/account/passkeys', { passkey: made, name: 'Bund' })).status).toBe(201)
	const other = local()
	const proof = key.get(await challenge(other.leadTo(b), '/api/v1/sign-in/passkey/options'), site(other))
	await until('the passkey at the first hub', async () => {
		const { body } = await browser.leadTo(a).ask('/api/v1/session')
		return JSON.stringify(body).includes('Bund') ? true : undefined
	})
	const answers = await Promise.all([a, b].map((hub) => local().leadTo(hub).post('/api/v1/sign-in/passkey', { passkey: proof })))
	expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([200, 401])
})

test('[Z25] what happened at both hubs is in the access journal once', async () => {
	const browser = await person('cleo')
	expect((await browser.leadTo(b).ask('/api/v1/session')).status).toBe(200)
	await browser.leadTo(b).post('/api/v1/sign-out')
	const own = async () => {
		const { body } = await a.ask('/api/v1/audit?what=signed-in,signed-out,account&limit=500', { key: cluster.admin })
		const who = access.accountByLogin('cleo')?.account ?? '–'
		return AuditPage.parse(body).entries.flatMap((entry) => (JSON.stringify(entry).includes(who) ? [entry.details.what] : []))
	}
	await until('the end of the session in the journal', async () => ((await own()).includes('signed-out') ? true : undefined))
	expect((await own()).toSorted()).toEqual(['account', 'signed-in', 'signed-out'])
})

test('[Z26] a sign-in at a provider that one hub began is finished at another, once over both', async () => {
	const other = await openSharedAccess({ url: database, node: 'other', now: Date.now })
	const [here, there] = [access, other].map((one) => openOidc([], { key: () => one.secret('provider sign-in'), now: Date.now }))
	const checks = { state: 's', nonce: 'n', verifier: 'v', redirectUri: 'https://lage.example/sign-in/oidc/haus/callback' }
	const sealed = here?.transactions.give({ provider: 'haus', returnTo: '/', checks }) ?? ''
	const open = there?.transactions.open(sealed, 'haus')
	expect(open).toMatchObject({ provider: 'haus', checks })
	const first = await Promise.all([access, other].map((one) => one.write(() => one.spend(open?.id ?? '', open?.until ?? 0))))
	expect(first.filter(Boolean)).toHaveLength(1)
	other.close()
})
