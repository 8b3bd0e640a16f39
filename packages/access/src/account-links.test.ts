import { afterEach, beforeEach, expect, test } from 'vitest'

import { ACCOUNT_LINK_MS } from './account-links.ts'
import type { Account } from './port.ts'
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

function made(login: string, more: { readonly role?: 'admin' | 'staff'; readonly breakGlass?: boolean } = {}): Account {
	const account = access.createAccount({ login, name: login, role: 'staff', operations: 'all', ...more }, 'system')
	if (!account.ok) throw new Error(account.fault.message)
	return account.value
}

function linkInto({ account }: Account, by: string): string {
	const link = access.createAccountLink(account, by)
	if (!link.ok) throw new Error(link.fault.message)
	return link.value.code
}

test('[Z20] a link into an account begins one session of that account, ends none, and is an entry without its code', () => {
	const anna = made('anna')
	const before = access.startSession({ account: anna.account, way: 'password' })
	const code = linkInto(anna, 'person-x')
	const started = access.redeem(code, { address: '10.0.0.1' })
	expect(started).toMatchObject({
		grant: { credential: `person-${anna.account}`, account: anna.account, role: 'staff' },
		session: { credential: `person-${anna.account}`, way: 'link', created: house.clock },
	})
	expect(access.redeem(code)).toBeUndefined()
	expect(access.sessionsOf(`person-${anna.account}`)).toHaveLength(2)
	expect(access.grantOfSession(before?.token ?? '')?.account).toBe(anna.account)
	expect(said(access)).toContainEqual({
		what: 'administered',
		credential: 'person-x',
		act: 'account link made',
		of: `person-${anna.account}`,
	})
	expect(said(access).filter((one) => one.what === 'signed-in' && one.way === 'link')).toHaveLength(1)
	expect(JSON.stringify(said(access))).not.toContain(code)
})

test('[Z20] it holds for fifteen minutes', () => {
	const anna = made('anna')
	const [first, second] = [linkInto(anna, 'person-x'), linkInto(anna, 'person-x')]
	house.clock += ACCOUNT_LINK_MS - 1
	expect(access.redeem(first)?.grant.account).toBe(anna.account)
	house.clock += 1
	expect(access.redeem(second)).toBeUndefined()
})

test('[Z20] there is none into an account that has ended, that a provider lets in, or that is for emergencies', () => {
	const [ended, provided, sealed] = [made('anna'), made('berta'), made('notfall', { role: 'admin', breakGlass: true })]
	access.endAccount(ended.account, 'system')
	access.bindSubject({ issuer: 'https://house.example', subject: '1' }, provided.account)
	expect(access.createAccountLink(ended.account, 'person-x')).toMatchObject({ ok: false, fault: { fault: 'not-found' } })
	expect(access.createAccountLink('0123456789abcdef', 'person-x')).toMatchObject({ ok: false, fault: { fault: 'not-found' } })
	expect(access.createAccountLink(provided.account, 'person-x')).toMatchObject({ ok: false, fault: { fault: 'not-allowed' } })
	expect(access.createAccountLink(sealed.account, 'person-x')).toMatchObject({ ok: false, fault: { fault: 'not-allowed' } })
	expect(said(access).filter(({ what }) => what === 'administered')).toEqual([])
})

test.each([
	['its maker ended', (_anna: Account, maker: Account) => access.endAccount(maker.account, 'system')],
	['its maker was demoted', (_anna: Account, maker: Account) => access.changeAccount(maker.account, { role: 'staff' }, 'system')],
	['the account ended', (anna: Account) => access.endAccount(anna.account, 'system')],
	['the account got other rights', (anna: Account) => access.changeAccount(anna.account, { role: 'admin' }, 'system')],
])('[Z20] it is withdrawn when %s, and that of another is not', (_when, change) => {
	const [anna, other, maker] = [made('anna'), made('berta'), made('chef', { role: 'admin' })]
	const [mine, others] = [linkInto(anna, `person-${maker.account}`), linkInto(other, 'person-x')]
	access.changeAccount(anna.account, { name: 'Anna M.' }, 'system')
	expect(change(anna, maker)).toMatchObject({ ok: true })
	expect(access.redeem(mine)).toBeUndefined()
	expect(access.redeem(others)?.grant.account).toBe(other.account)
})

test('[Z20] a link without an account knows nothing of this', () => {
	const link = access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Lage' }, 'person-x')
	access.endAccount(made('x').account, 'person-x')
	const grant = access.redeem(link)?.grant
	expect(grant?.name).toBe('Lage')
	expect(grant?.credential).toMatch(/^link-/)
})
