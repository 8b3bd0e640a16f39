import { readFileSync, statSync } from 'node:fs'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { SESSION_MS } from './sessions.ts'
import type { Access } from './store.ts'
import { House, said } from './testing/house.ts'

let house: House
let access: Access

beforeEach(() => {
	house = new House()
	access = house.open()
})

afterEach(() => {
	house.end()
})

const FEED = { name: 'pegel', role: 'integrator', operations: 'all' } as const

function account(login = 'anna'): string {
	const made = access.createAccount({ login, name: login, role: 'staff', operations: 'all' }, 'system')
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

function signIn(id: string): string {
	return access.startSession({ account: id, way: 'passkey', address: '192.0.2.1', agent: 'Firefox' })?.token ?? ''
}

test('[Z7] no secret is on the disk, in an entry or in a list', async () => {
	const id = account()
	await access.setPassword(id, 'Deichläufer sind nachts unterwegs', 'system')
	const { key } = access.createKey(FEED)
	const rotated = access.rotateKey(key.slice(3, 11), { overlapMs: 1_000 }, 'system')?.key ?? ''
	const secrets = [
		'Deichläufer',
		key.slice(12),
		rotated.slice(12),
		signIn(id),
		access.createLink({ ttlMs: 1_000, role: 'admin', name: 'x' }),
		access.invite({ name: 'Jo', role: 'staff', operations: 'all' }, 'system').code,
	]
	const shown = JSON.stringify([
		access.pending(100),
		access.listKeys(),
		access.accounts(),
		access.invitations(),
		access.sessionsOf(`person-${id}`),
	])
	const files = ['access.db', 'access.db-wal', 'access.db-shm'].map((name) => `${house.folder}/${name}`)
	for (const secret of secrets) {
		expect(secret.length).toBeGreaterThan(10)
		expect(shown).not.toContain(secret)
		for (const file of files) expect(readFileSync(file).includes(secret)).toBe(false)
	}
	for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('[Z8] a token that is forged, of another house, signed out or over is refused', () => {
	const id = account()
	const [one, two] = [signIn(id), signIn(id)]
	const other = new House()
	const foreign = other.open()
	const made = foreign.createAccount({ login: 'anna', name: 'Anna', role: 'admin', operations: 'all' }, 'system')
	const stranger = made.ok ? foreign.startSession({ account: made.value.account, way: 'password' })?.token : undefined
	for (const token of ['', 'x', `${one}x`, one.slice(1), one.toLowerCase(), stranger ?? '', ' ', "' or 1=1 --", '\u0000'])
		expect(access.grantOfSession(token)).toBeUndefined()
	other.end()
	access.endSession(one)
	expect([access.grantOfSession(one), access.grantOfSession(two)?.account]).toEqual([undefined, id])
	house.clock += SESSION_MS
	expect(access.grantOfSession(two)).toBeUndefined()
})

test('[Z9] each sign-in has a token of its own; one that was planted is worth nothing', () => {
	const id = account()
	const tokens = Array.from({ length: 5 }, () => signIn(id))
	expect(new Set(tokens).size).toBe(5)
	expect(access.sessionsOf(`person-${id}`).length).toBe(5)
	expect(access.sessionOfToken(tokens[0] ?? '')).toMatchObject({ way: 'passkey', address: '192.0.2.1', agent: 'Firefox' })
	const own = access.sessionOfToken(tokens[2] ?? '')
	expect(access.endSessions(`person-${id}`, own?.id)).toBe(4)
	expect(tokens.map((token) => access.grantOfSession(token) !== undefined)).toEqual([false, false, true, false, false])
	expect(access.endSessions(`person-${id}`, own?.id)).toBe(0)
})

test('[Z9] a session may do what its account may do now, and ends with it', () => {
	const id = account()
	const token = signIn(id)
	access.changeAccount(id, { role: 'observer', organisation: 'presse' }, 'person-x')
	expect(access.grantOfSession(token)).toMatchObject({ role: 'observer', clearance: 'internal', organisation: 'presse', version: 1 })
	access.endAccount(id, 'person-x')
	expect([access.grantOfSession(token), access.startSession({ account: id, way: 'password' })]).toEqual([undefined, undefined])
	expect(said(access).map(({ what }) => what)).toEqual(['account', 'signed-in', 'account', 'account', 'signed-out'])
})

test('[Z10] a link, an invitation and an enrolment work once, however many ask', async () => {
	const second = house.open()
	const link = access.createLink({ ttlMs: 1_000, role: 'staff', name: 'S2' })
	expect([access.redeem(link), second.redeem(link), access.redeem(link)].filter(Boolean).length).toBe(1)
	const { code } = access.invite({ name: 'Jo', role: 'staff', operations: 'all' }, 'person-x')
	const password = 'Sandsäcke für Rothenburgsort'
	const taken = await Promise.all([
		access.acceptInvitation(code, { login: 'jo', password }),
		second.acceptInvitation(code, { login: 'jo2', password }),
		access.acceptInvitation(code, { login: 'jo3' }),
	])
	expect(taken.filter(({ ok }) => ok).length).toBe(1)
	expect(access.accounts().length).toBe(1)
	expect(access.invitationOf(code)).toBeUndefined()
})

test('[Z10] an invitation that is over, revoked or refused leaves no account', async () => {
	account('jo')
	const invite = () => access.invite({ name: 'Jo', role: 'staff', operations: 'all', ttlMs: 100 }, 'person-x')
	const [taken, weak, over, revoked] = [invite(), invite(), invite(), invite()]
	expect(await access.acceptInvitation(taken.code, { login: 'JO ' })).toMatchObject({ fault: { fault: 'login-taken' } })
	expect(await access.acceptInvitation(weak.code, { login: 'neu', password: 'neuneuneuneu' })).toMatchObject({
		fault: { path: 'password' },
	})
	access.revokeInvitation(revoked.invitation.invitation, 'person-x')
	expect(await access.acceptInvitation(revoked.code, { login: 'neu' })).toMatchObject({ fault: { fault: 'unauthenticated' } })
	house.clock += 100
	expect(await access.acceptInvitation(over.code, { login: 'neu' })).toMatchObject({ fault: { fault: 'unauthenticated' } })
	expect(access.accounts().length).toBe(1)
	expect(access.invitations().filter(({ state }) => state === 'expired').length).toBe(3)
})

test('[Z11] a rotated key is the same credential; the one before it ends with the overlap', () => {
	const first = access.createKey(FEED)
	const second = access.rotateKey(first.id, { overlapMs: 1_000 }, 'system')?.key ?? ''
	expect(access.grantOfKey(second)).toEqual(access.grantOfKey(first.key))
	house.clock += 999
	expect(access.grantOfKey(first.key)).toBeDefined()
	const third = access.rotateKey(first.id, { overlapMs: 10_000 }, 'system')?.key ?? ''
	house.clock += 1
	expect([first.key, second, third].map((key) => access.grantOfKey(key) !== undefined)).toEqual([false, true, true])
	access.revokeKey('pegel')
	expect([second, third].map((key) => access.grantOfKey(key))).toEqual([undefined, undefined])
	expect(access.rotateKey(first.id, { overlapMs: 0 }, 'system')).toBeUndefined()
})

test('[Z15] a budget is so much a second on average, and what is refused costs nothing', () => {
	const { id } = access.createKey({ ...FEED, budget: { perSecond: 2, bytes: 4_096 } })
	const budget = () => access.budgetOf(`key-${id}`)
	expect(budget().bytes).toBe(4_096)
	expect(Array.from({ length: 20 }, () => budget().take(1))).toEqual(Array.from({ length: 20 }, () => 0))
	expect([budget().take(1), budget().take(1)]).toEqual([500, 500])
	house.clock += 500
	expect([budget().take(1), budget().take(1)]).toEqual([0, 500])
	house.clock += 3_600_000
	expect([budget().take(100), budget().take(1)]).toEqual([0, 40_500])
	expect(access.budgetOf('person-x').take(1_000_000)).toBe(0)
})

test('[Z16] a login is taken once, and never where a key speaks', () => {
	account('anna')
	access.createKey(FEED)
	const create = (login: string) => access.createAccount({ login, name: 'x', role: 'staff', operations: 'all' }, 'system')
	for (const login of ['anna', ' ANNA ', 'pegel', 'Pegel']) expect(create(login)).toMatchObject({ fault: { fault: 'login-taken' } })
	for (const login of ['', 'a b', '../x', 'x'.repeat(65)])
		expect(create(login)).toMatchObject({ fault: { fault: 'bad-message', path: 'login' } })
	expect(() => access.createKey({ ...FEED, name: 'anna' })).toThrow('login of a person')
	const first = access.accountByLogin('anna')?.account ?? ''
	access.endAccount(first, 'system')
	expect(create('anna')).toMatchObject({ fault: { fault: 'login-taken' } })
	expect(() => access.createKey({ ...FEED, name: 'anna' })).toThrow('login of a person')
	access.revokeKey('pegel')
	expect(create('pegel')).toMatchObject({ fault: { fault: 'login-taken' } })
})

test('[Z16] nobody takes the name of a tablet', () => {
	const tablet = 'tablet-0123456789abcdef'
	expect(() => access.createKey({ ...FEED, name: tablet })).toThrow('source of Lagebild itself')
	const made = access.createAccount({ login: tablet, name: 'x', role: 'staff', operations: 'all' }, 'system')
	const session = access.startSession({ account: made.ok ? made.value.account : '', way: 'password' })
	expect(session?.grant.source).toBe(`${tablet}-person`)
	const linked = access.redeem(access.createLink({ ttlMs: 1_000, role: 'staff', name: tablet }))
	expect(linked?.grant.source).toBe(`${tablet}-person`)
})

test('last use is known at once and written once a minute', () => {
	const { key } = access.createKey(FEED)
	const other = house.open()
	house.clock += 59_999
	access.grantOfKey(key)
	expect([access.listKeys()[0]?.lastUsed, other.listKeys()[0]?.lastUsed]).toEqual([house.clock, undefined])
	house.clock += 1
	access.poll()
	expect(other.listKeys()[0]?.lastUsed).toBe(house.clock - 1)
})

const DAY = 24 * 3_600_000
const WALL = { ttlMs: 60_000, name: 'Wand Lagezentrum', role: 'observer', sessionMs: 30 * DAY } as const

function lasting(link: Parameters<Access['createLink']>[0]): { readonly token: string; readonly ms: number } {
	const started = access.redeem(access.createLink(link))
	if (!started) throw new Error('the link holds nothing')
	return { token: started.token, ms: started.session.expires - started.session.created }
}

test('[Z32] the session of a screen that only reads lasts as long as its link says, at most 90 days, and no other does', () => {
	const { token, ms } = lasting(WALL)
	expect(ms).toBe(30 * DAY)
	house.clock += 29 * DAY
	expect(access.grantOfSession(token)).toMatchObject({ role: 'observer', name: 'Wand Lagezentrum' })
	house.clock += 2 * DAY
	expect(access.grantOfSession(token)).toBeUndefined()
	expect(lasting({ ...WALL, sessionMs: 1_000 * DAY }).ms).toBe(90 * DAY)
	expect(() => access.createLink({ ...WALL, role: 'staff' })).toThrow('only reads')
	const [screen] = access.sessionsByLink()
	expect(screen).toMatchObject({ name: 'Wand Lagezentrum', role: 'observer' })
	access.endSessions(screen?.credential ?? '')
	expect(access.sessionsByLink()).toEqual([])
})
