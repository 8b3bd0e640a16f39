import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { AccessDetail } from '@lagebild/model/access/event.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { hashOf } from './secret.ts'
import type { Access } from './store.ts'
import { House, said } from './testing/house.ts'

let house: House
let access: Access
let journal: readonly AccessDetail[] = []

const FEED = { name: 'pegel', role: 'integrator', operations: 'all' } as const
const STAFF = { login: 'anna', name: 'Anna', role: 'staff', operations: 'all' } as const

beforeEach(() => {
	house = new House()
	journal = []
	access = house.open()
})

afterEach(() => {
	house.end()
})

function moveAll(): void {
	journal = [...journal, ...said(access)]
	access.moved(access.pending(10_000))
}

/** As a start of the hub after somebody wrote into the file. */
function startedAfter(sql: string) {
	moveAll()
	house.close(access)
	house.tamper(sql)
	access = house.open()
	return access.correct(journal.reduce(directoryAfter, EMPTY_DIRECTORY), journal)
}

function session(): { readonly token: string; readonly id: string; readonly account: string } {
	const made = access.createAccount(STAFF, 'system')
	const account = made.ok ? made.value.account : ''
	const started = access.startSession({ account, way: 'password' })
	return { token: started?.token ?? '', id: started?.session.id ?? '', account }
}

function blob(secret: string): string {
	return `x'${hashOf(secret).toString('hex')}'`
}

test('[Z19] a session that no entry began ends, and the entry says so; the genuine one goes on', () => {
	const { token, account } = session()
	const corrected =
		startedAfter(`insert into sessions select ${blob('forged')}, 'ffffffffffffffff', credential, account, content, way, address, agent,
		created, expires, null from sessions`)
	expect(corrected).toEqual([{ what: 'corrected', credential: `person-${account}`, why: 'no entry vouches for this session' }])
	expect([access.grantOfSession('forged'), access.grantOfSession(token)?.role]).toEqual([undefined, 'staff'])
	expect(said(access)).toEqual(corrected)
	expect(startedAfter('select 1')).toEqual([])
})

test('[Z19] another token, more rights, a longer life or another person under the id of a genuine session end it', () => {
	const admin = access.createAccount({ ...STAFF, login: 'chef', role: 'admin' }, 'system')
	const other = admin.ok ? admin.value.account : ''
	const changes = [
		`hash = ${blob('forged')}`,
		`account = '${other}'`,
		`credential = 'person-${other}', account = '${other}'`,
		'expires = 9000000000000',
		"way = 'passkey'",
	]
	const id = access.accountByLogin('anna')?.account ?? session().account
	for (const change of changes) {
		const token = access.startSession({ account: id, way: 'password' })?.token ?? ''
		startedAfter(`update sessions set ${change} where hash = ${blob(token)}`)
		expect([change, access.grantOfSession(token), access.grantOfSession('forged')]).toEqual([change, undefined, undefined])
	}
})

test('[Z19] the grant of a link cannot be raised in its session', () => {
	const started = access.redeem(access.createLink({ ttlMs: 1_000, role: 'observer', name: 'Gast' }))
	startedAfter("update sessions set content = json_set(content, '$.role', 'admin', '$.clearance', 'restricted')")
	expect(access.grantOfSession(started?.token ?? '')).toBeUndefined()
})

test('[Z19] a session that was ended does not come back', () => {
	const { token, account } = session()
	access.endSession(token)
	const others = [1, 2].map(() => access.startSession({ account, way: 'password' }))
	access.endSessions(`person-${account}`, others[1]?.session.id)
	expect(startedAfter('update sessions set ended = null')).toHaveLength(2)
	expect([token, others[0]?.token, others[1]?.token].map((one) => access.grantOfSession(one ?? '')?.role)).toEqual([
		undefined,
		undefined,
		'staff',
	])
})

test('[Z19] what is still in the outbox vouches as well', () => {
	const { token } = session()
	expect(access.correct(EMPTY_DIRECTORY, [])).toEqual([])
	expect(access.grantOfSession(token)?.role).toBe('staff')
})

test('[Z19] a secret that no entry vouches for lets nobody in, not even before the next start', () => {
	const { key, id } = access.createKey(FEED)
	const forged = key.replace(id, '0badc0de')
	house.tamper(`insert into key_secrets values ('0badc0de', '${id}', ${blob(forged)}, null)`)
	expect([access.grantOfKey(forged), access.grantOfKey(key)?.name]).toEqual([undefined, 'pegel'])
	const rotated = access.rotateKey(id, { overlapMs: 1_000 }, 'person-x')?.key ?? ''
	expect([forged, key, rotated].map((one) => access.grantOfKey(one)?.name)).toEqual([undefined, 'pegel', 'pegel'])
	const corrected = startedAfter(`insert into key_secrets values ('0badc0de', '${id}', ${blob(forged)}, null);
		update key_secrets set until = null where until is not null`)
	expect(corrected.map(({ credential }) => credential)).toEqual([`key-${id}`, `key-${id}`])
	expect([forged, key, rotated].map((one) => access.grantOfKey(one)?.name)).toEqual([undefined, undefined, 'pegel'])
})

test('[Z19] a key from before seals goes on, is sealed at the first start, and from then on no other secret holds for it', () => {
	const { key, id } = access.createKey(FEED)
	journal = said(access).map((detail) => {
		if (detail.what !== 'key') return detail
		const { seals: _seals, madeBy: _madeBy, ...old } = detail
		return old
	})
	access.moved(access.pending(10))
	house.close(access)
	house.tamper("update things set detail = json_remove(detail, '$.seals', '$.madeBy')")
	access = house.open()
	expect(access.correct(journal.reduce(directoryAfter, EMPTY_DIRECTORY), journal)).toEqual([])
	expect(access.grantOfKey(key)).toMatchObject({ name: 'pegel', version: 0 })
	expect(said(access)).toMatchObject([{ what: 'key', key: id, seals: [expect.stringMatching(/^[0-9a-f]{32}$/)] }])
	const forged = `lb_${id}_${'A'.repeat(43)}`
	startedAfter(`update key_secrets set hash = ${blob(forged)};
		update things set detail = json_remove(detail, '$.seals')`)
	expect(access.grantOfKey(key)).toBeUndefined()
	expect(access.grantOfKey(forged)).toBeUndefined()
})
