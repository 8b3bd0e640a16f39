import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { AccessWhat, DetailOf } from '@lagebild/model/access/event.ts'
import { AuditPage } from '@lagebild/model/access/http.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Browser } from './testing/client-browser.ts'
import { refusalOf, smallestEvent, TestHub } from './testing/harness.ts'

let hub: TestHub
let admin: Browser

const PASSWORD = 'sieben blaue Deiche'
const Line = z.looseObject({ seq: z.int(), prevHash: z.string(), hash: z.string() })

function isOf<W extends AccessWhat>(what: W, detail: AccessDetail): detail is DetailOf<W> {
	return detail.what === what
}

/** Those of one sort, newest first, as soon as one fits: they get into the journal a moment after the answer. */
async function until<W extends AccessWhat>(what: W, fits: (detail: DetailOf<W>) => boolean): Promise<readonly DetailOf<W>[]> {
	let found: readonly DetailOf<W>[] = []
	await expect
		.poll(
			async () => {
				const { entries } = AuditPage.parse((await admin.ask(`/api/v1/audit?what=${what}`)).body)
				found = entries.map(({ details }) => AccessDetail.parse(details)).filter((detail) => isOf(what, detail))
				return found.some(fits)
			},
			{ timeout: 50_000, interval: 20 },
		)
		.toBe(true)
	return found.filter(fits)
}

async function account(login: string, request: object = {}): Promise<Browser> {
	const made = hub.access.createAccount({ login, name: login, role: 'staff', operations: 'all', ...request }, 'command line')
	if (!made.ok) throw new Error(made.fault.message)
	await hub.access.setPassword(made.value.account, PASSWORD, 'command line')
	const browser = new Browser(hub)
	await browser.post('/api/v1/sign-in/password', { login, password: PASSWORD })
	return browser
}

beforeAll(async () => {
	hub = await TestHub.start()
	admin = await Browser.signedIn(hub)
})

afterAll(async () => {
	await hub.close()
})

describe('the audit trail', { timeout: 90_000 }, () => {
	test('[G6] signing in and out, and what was refused at the door', async () => {
		const browser = await account('anna')
		const [session] = await until('signed-in', ({ way }) => way === 'password')
		expect(session).toMatchObject({ way: 'password', address: '127.0.0.1' })
		await new Browser(hub).post('/api/v1/sign-in/password', { login: 'anna', password: 'falsch' })
		await new Browser(hub).post('/api/v1/sign-in/password', { login: 'geheime-eingabe', password: 'falsch' })
		const refused = await until('sign-in-refused', () => true)
		expect(refused).toMatchObject(expect.arrayContaining([expect.objectContaining({ login: 'anna', address: '127.0.0.1' })]))
		expect(JSON.stringify(refused)).not.toContain('geheime-eingabe')
		await new Browser(hub).follow('erfunden')
		await new Browser(hub).post('/api/v1/invitations/look', { code: 'erfunden' })
		for (const way of ['link', 'invitation'])
			expect(await until('sign-in-refused', ({ why }) => why === way)).toMatchObject([{ address: '127.0.0.1' }])
		await browser.post('/api/v1/sign-out')
		expect(await until('signed-out', ({ credential }) => credential === session?.credential)).toMatchObject([{ sessions: 1 }])
	})

	test('[G6] a thousand refusals are a few entries, by who, where and which', async () => {
		const { key, id } = hub.access.createKey({ name: 'neugierig', role: 'observer', operations: ['lage'] })
		const ask = () => hub.ask('/api/v1/keys', { key })
		for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 50 }, ask))
		const told = await until('refused', ({ credential }) => credential === `key-${id}`)
		expect(told.length).toBeLessThanOrEqual(3)
		expect(told[0]).toMatchObject({ fault: 'not-allowed', route: 'GET /api/v1/keys', address: '127.0.0.1' })
		/** What a sign-in page asks again and again is not told, or the first of these would be this one. */
		expect((await hub.ask('/api/v1/session')).status).toBe(401)
		await hub.ask('/api/v1/operations/lage/picture', { headers: { authorization: 'Bearer lb_00000000_geraten' } })
		const [stranger] = await until('refused', ({ fault }) => fault === 'unauthenticated')
		expect(stranger).toMatchObject({ route: 'GET /api/v1/operations/:op/picture', address: '127.0.0.1' })
		const other = hub.access.createKey({ name: 'frech', role: 'integrator', operations: ['lage'] })
		const foreign = [smallestEvent(90, 'neugierig'), smallestEvent(91, 'neugierig')]
		expect((await hub.ask('/api/v1/operations/lage/events', { key: other.key, json: foreign })).status).toBe(207)
		const own = { credential: `key-${other.id}`, address: '127.0.0.1', fault: 'wrong-source' }
		expect(await until('refused', ({ route }) => route === 'POST events')).toMatchObject([own])
		expect(await hub.socket('lage', { token: other.key }).emitWithAck('submit', foreign)).toMatchObject([{ fault: own.fault }, {}])
		expect(await until('refused', ({ route }) => route === 'socket submit')).toMatchObject([own])
		await refusalOf(hub.socket('lage', { token: 'lb_00000000_geraten' }))
		expect(await until('refused', ({ route }) => route === 'socket')).toMatchObject([{ fault: 'unauthenticated', address: '127.0.0.1' }])
	})

	test('[G6] answers that held something restricted, and what left the house', async () => {
		const { key, id } = hub.access.createKey({ name: 'leserin', role: 'staff', operations: ['lage'], clearance: 'restricted' })
		const open = hub.access.createKey({ name: 'leser', role: 'staff', operations: ['lage'] })
		expect((await hub.post(smallestEvent(1))).status).toBe(201)
		const lage = (path: string, by = key, accept = 'application/json') =>
			hub.ask(`/api/v1/operations/lage/${path}`, { key: by, headers: { accept } })
		await lage('picture')
		expect((await hub.post({ ...smallestEvent(2), label: { level: 'restricted' } })).status).toBe(201)
		const entity = smallestEvent(2).entity
		for (const by of [key, open.key]) {
			await lage('picture?kinds=unit', by)
			await lage('picture', by)
			await lage(`entities/${entity}`, by)
			await lage('journal?from=1', by)
			await lage('picture', by, 'application/geo+json')
		}
		const reads = await until('read', ({ credential, scope }) => credential === `key-${id}` && scope === 'journal')
		expect(reads).toHaveLength(1)
		const all = await until('read', () => true)
		expect(new Set(all.map(({ credential }) => credential))).toEqual(new Set([`key-${id}`]))
		expect(new Set(all.map((read) => read.scope ?? read.entity))).toEqual(new Set(['picture', 'journal', entity]))
		const exports = await until('exported', ({ credential }) => credential === `key-${id}`)
		expect(exports).toMatchObject([{ part: 'picture' }, { part: 'journal', from: 1 }])
		await lage('journal?from=1&limit=1')
		await lage('journal?from=2')
		await hub.restart()
		const later = await until('exported', ({ credential, from }) => credential === `key-${id}` && from === 1)
		expect(later).toHaveLength(2)
	})

	test('[G6] is read by page, by sort, and as lines with their chain; by who manages everything', async () => {
		const whole = AuditPage.parse((await admin.ask('/api/v1/audit?limit=500')).body).entries
		const first = AuditPage.parse((await admin.ask('/api/v1/audit?limit=2')).body)
		const second = AuditPage.parse((await admin.ask(`/api/v1/audit?limit=2&before=${first.next}`)).body)
		const newest = whole.findIndex(({ seq }) => seq === first.entries[0]?.seq)
		expect([...first.entries, ...second.entries].map(({ seq }) => seq)).toEqual(whole.slice(newest, newest + 4).map(({ seq }) => seq))
		expect((await admin.ask('/api/v1/audit?what=gossip')).body).toMatchObject({ fault: 'bad-query', path: 'what.0' })
		const { text } = await admin.ask('/api/v1/audit', { headers: { accept: 'application/x-ndjson' } })
		const lines = text
			.trim()
			.split('\n')
			.map((line) => Line.parse(JSON.parse(line)))
		expect(lines.every(({ prevHash }, index) => index === 0 || prevHash === lines[index - 1]?.hash)).toBe(true)
		const local = await Browser.signedIn(hub, { role: 'admin', operations: ['lage'] })
		const staff = await Browser.signedIn(hub, { role: 'staff' })
		expect([(await local.ask('/api/v1/audit')).status, (await staff.ask('/api/v1/audit')).status]).toEqual([403, 403])
		for (const path of ['journal', 'picture', 'checkpoint'])
			expect((await admin.ask(`/api/v1/operations/access/${path}`)).body).toMatchObject({ fault: 'unknown-operation' })
		expect((await admin.ask('/api/v1/operations')).text).not.toContain('"access"')
	})
})

test('[G5] the account for emergencies raises an alarm in each open operation that it reaches, and says so', async () => {
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'andere', name: 'Andere', status: 'test' } })
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'vorbei', name: 'Vorbei', status: 'test' } })
	await hub.ask('/api/v1/operations/vorbei/state', { key: hub.admin, json: { state: 'closed', reason: 'vorbei' } })
	const browser = await account('notzugang', { name: 'Notzugang 1', role: 'admin', breakGlass: true })
	expect((await browser.ask('/api/v1/session')).body).toMatchObject({ breakGlass: true, session: { way: 'break-glass' } })
	const alarms = async (operation: string) =>
		(await hub.ask(`/api/v1/operations/${operation}/picture?kinds=alarm&bases=false`, { key: hub.admin })).text
	for (const operation of ['lage', 'andere']) expect(await alarms(operation)).toMatch(/alarm:lagebild:notzugang-[0-9a-f]{16}/)
	expect(await until('administered', ({ of }) => of === 'vorbei')).toMatchObject([{ act: 'operation closed' }, { act: 'operation opened' }])
	for (const operation of ['vorbei', 'base']) expect(await alarms(operation)).not.toContain('notzugang')
	expect(await until('signed-in', ({ way }) => way === 'break-glass')).toHaveLength(1)
	expect(hub.logged).toHaveLength(1)
	expect(hub.logged[0]).toContain('the account for emergencies was used')
	const metrics = await hub.ask('/metrics', { key: hub.admin })
	expect(metrics.text).toMatch(/lagebild_sign_ins_total\{way="break-glass"\} 1/)
	expect(metrics.text).not.toContain('Notzugang 1')
})
