import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { openAccess } from './store.ts'
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

const PERSON = { login: 'anna', name: 'Anna', role: 'staff', operations: ['lage'] } as const
const FEED = { name: 'pegel', role: 'integrator', operations: 'all' } as const

function madeAccount(): string {
	const made = access.createAccount(PERSON, 'system')
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

test('[Z1] nothing of a change that fails half way is there', () => {
	house.tamper("create trigger full before insert on key_secrets begin select raise(abort, 'disk full'); end")
	expect(() => access.createKey(FEED)).toThrow('disk full')
	expect([access.listKeys(), said(access)]).toEqual([[], []])
	house.tamper('drop trigger full')
	access.createKey(FEED)
	expect([access.listKeys().length, said(access).length]).toEqual([1, 1])
})

test('[Z1] every change of what somebody may do is an entry with the next version', () => {
	const id = madeAccount()
	access.changeAccount(id, { role: 'commander' }, 'person-x')
	access.changeAccount(id, { role: 'commander' }, 'person-x')
	access.endAccount(id, 'person-x')
	const states = said(access).map((detail) =>
		detail.what === 'account' ? [detail.role, detail.clearance, detail.state, detail.version] : [],
	)
	expect(states).toEqual([
		['staff', 'internal', 'active', 0],
		['commander', 'restricted', 'active', 1],
		['commander', 'restricted', 'ended', 2],
	])
	expect(access.changeAccount(id, { name: 'Anne' }, 'person-x')).toMatchObject({ ok: false, fault: { fault: 'not-found' } })
})

test('[Z4] another process sees a change at its next question, and its listeners hear of it', () => {
	const heard: string[] = []
	access.onChange((credential) => heard.push(credential))
	const { key, id } = access.createKey(FEED)
	expect(access.grantOfKey(key)?.role).toBe('integrator')
	const commandLine = house.open()
	commandLine.revokeKey('pegel')
	heard.length = 0
	access.poll()
	expect(heard).toEqual([`key-${id}`])
	expect(access.grantOfKey(key)).toBeUndefined()
	heard.length = 0
	access.poll()
	expect(heard).toEqual([])
})

test('[Z4] a session that another process ended is told of, too', () => {
	const account = madeAccount()
	const started = access.startSession({ account, way: 'password' })
	const heard: string[] = []
	access.onChange((credential) => heard.push(credential))
	house.open().endSessions(`person-${account}`)
	access.poll()
	expect(heard).toEqual([`person-${account}`])
	expect(access.grantOfSession(started?.token ?? '')).toBeUndefined()
})

test('[Z5] a flood of refusals is an entry at once and one a minute', () => {
	const refused = { what: 'refused', address: '192.0.2.7', fault: 'unauthenticated', route: 'GET /v1/session', count: 1 } as const
	for (let n = 0; n < 1_000; n++) access.record(refused, 'system')
	expect(said(access)).toEqual([])
	access.poll()
	expect(said(access)).toEqual([{ ...refused, count: 1_000 }])
	for (let n = 0; n < 500; n++) access.record(refused, 'system')
	house.clock += 59_999
	access.poll()
	expect(said(access).length).toBe(1)
	house.clock += 1
	access.poll()
	expect(said(access).at(-1)).toEqual({ ...refused, count: 500 })
})

test('[Z5] who tries everywhere is not told apart beyond a measure, and nothing is lost of the count', () => {
	for (let n = 0; n < 5_000; n++)
		access.record({ what: 'refused', address: '192.0.2.7', fault: 'not-allowed', route: `GET /v1/${n}`, count: 1 }, 'system')
	house.close(access)
	access = house.open()
	const counts = said(access).map((detail) => ('count' in detail ? detail.count : 0))
	expect(counts.length).toBeLessThanOrEqual(51)
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000)
})

test('[Z2] tables that say more than the entries are corrected, and so is what ended in them', () => {
	const account = madeAccount()
	const [kept, ended] = [access.createKey(FEED), access.createKey({ ...FEED, name: 'wetter' })]
	const session = access.startSession({ account, way: 'password' })
	const entries = said(access)
	const journal = entries.reduce(directoryAfter, EMPTY_DIRECTORY)
	access.moved(access.pending(100))
	house.close(access)
	house.tamper(`update things set detail = json_set(detail, '$.role', 'admin', '$.clearance', 'restricted') where what = 'account';
		update things set detail = json_set(detail, '$.state', 'revoked') where id = '${ended.id}';
		insert into things select what, 'ffffffff', json_set(detail, '$.key', 'ffffffff', '$.role', 'admin'), created, changed, rev
			from things where id = '${kept.id}'`)
	access = house.open()
	expect(access.grantOfSession(session?.token ?? '')?.role).toBe('admin')
	const corrected = access.correct(journal, entries)
	expect(corrected.map(({ credential }) => credential).toSorted()).toEqual(
		[`person-${account}`, `key-${ended.id}`, 'key-ffffffff'].toSorted(),
	)
	expect(access.grantOfSession(session?.token ?? '')).toMatchObject({ role: 'staff', clearance: 'internal', version: 1 })
	expect(access.grantOfKey(kept.key)).toMatchObject({ role: 'integrator', version: 0 })
	expect([access.grantOfKey(ended.key), access.grantOfCredential('key-ffffffff')]).toEqual([undefined, undefined])
	expect(said(access).filter(({ what }) => what === 'corrected').length).toBe(3)
	expect(access.correct(journal, entries)).toEqual([])
})

test('[Z2] who was ended by an entry that the tables lost is ended', () => {
	const account = madeAccount()
	const { key, id } = access.createKey(FEED)
	const before = access.pending(100)
	access.revokeKeyById(id, 'person-x')
	access.endAccount(account, 'person-x')
	const entries = said(access)
	const journal = entries.reduce(directoryAfter, EMPTY_DIRECTORY)
	access.moved(access.pending(100))
	house.close(access)
	for (const { detail } of before) {
		if (detail.what === 'key' || detail.what === 'account')
			house.tamper(`update things set detail = '${JSON.stringify(detail)}' where what = '${detail.what}'`)
	}
	access = house.open()
	access.correct(journal, entries)
	expect([access.grantOfKey(key), access.accountByLogin('anna')]).toEqual([undefined, undefined])
})

test('[Z2] without its journal nobody is let in who was in it', () => {
	const { key } = access.createKey(FEED)
	access.moved(access.pending(100))
	access.correct(EMPTY_DIRECTORY, [])
	expect(access.grantOfKey(key)).toBeUndefined()
})

test('[Z2] what is still in the outbox counts', () => {
	const { key } = access.createKey(FEED)
	expect(access.correct(EMPTY_DIRECTORY, [])).toEqual([])
	expect(access.grantOfKey(key)?.name).toBe('pegel')
})

test('[Z2] label defaults and invitations follow the entries', () => {
	const label = { level: 'restricted' } as const
	access.setLabelDefault({ organisation: 'polizei', label }, 'person-x')
	access.setLabelDefault({ organisation: 'thw', kind: 'unit', label }, 'person-x')
	const { code } = access.invite({ name: 'Jo', role: 'staff', operations: 'all' }, 'person-x')
	const entries = said(access)
	const journal = entries.reduce(directoryAfter, EMPTY_DIRECTORY)
	access.moved(access.pending(100))
	house.close(access)
	house.tamper(`update things set detail = json_set(detail, '$.label.level', 'open') where what = 'label-default';
		update things set detail = json_set(detail, '$.role', 'admin') where what = 'invitation'`)
	access = house.open()
	access.correct(journal, entries)
	expect(access.labelDefaults()).toEqual(journal.labelDefaults)
	expect(access.invitationOf(code)?.role).toBe('staff')
})

test('[Z6] the keys of release 0.1 go on working, with an entry each; its sessions and links end', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-access-old-'))
	const { key, id } = access.createKey({ ...FEED, rank: 'authority' })
	const old = access.createKey({ ...FEED, name: 'alt' })
	const hashes = new DatabaseSync(house.file).prepare('select prefix, hash from key_secrets').all()
	const database = new DatabaseSync(path.join(folder, 'access.db'))
	database.exec(`create table keys (prefix text primary key, hash blob not null, name text not null, grant_json text not null,
			created integer not null, expires integer, revoked integer) strict, without rowid;
		create table links (hash blob primary key, id text not null, grant_json text not null, expires integer not null, used integer) strict, without rowid;
		create table sessions (hash blob primary key, grant_json text not null, created integer not null, expires integer not null, ended integer) strict, without rowid;
		insert into sessions values (x'00', '{}', 1, 9000000000000, null)`)
	const insert = database.prepare('insert into keys values (?, ?, ?, ?, ?, ?, ?)')
	for (const { prefix, hash } of hashes) {
		const rank = prefix === id ? 'authority' : 'device'
		const grant = {
			credential: `key-${String(prefix)}`,
			source: 'pegel',
			rank,
			role: 'integrator',
			name: 'pegel',
			operations: 'all',
			clearance: 'internal',
		}
		insert.run(prefix ?? '', hash ?? '', 'pegel', JSON.stringify(grant), 1, null, prefix === id ? null : 2)
	}
	database.close()
	for (const round of [1, 2]) {
		const migrated = openAccess({ folder, now: () => house.clock })
		expect([round, migrated.grantOfKey(key)]).toMatchObject([round, { credential: `key-${id}`, rank: 'authority', version: 0 }])
		expect(migrated.grantOfKey(old.key)).toBeUndefined()
		expect(migrated.hasSessions()).toBe(false)
		expect(new Set(said(migrated).map((detail) => detail.what === 'key' && detail.state))).toEqual(new Set(['active', 'revoked']))
		migrated.close()
	}
	rmSync(folder, { recursive: true })
})

test('a file that a newer version wrote is not touched', () => {
	house.close(access)
	house.tamper('pragma user_version = 99')
	expect(() => house.open()).toThrow('newer version')
	house.tamper('pragma user_version = 1')
	access = house.open()
})

test('[Z4] nobody can take an entry away before this process has told of it', () => {
	const account = madeAccount()
	const started = access.startSession({ account, way: 'password' })
	access.moved(access.pending(100))
	const heard: string[] = []
	access.onChange((credential) => heard.push(credential))
	house.open().endSessions(`person-${account}`)
	access.moved(access.pending(100))
	expect([heard, access.grantOfSession(started?.token ?? '')]).toEqual([[`person-${account}`], undefined])
})
