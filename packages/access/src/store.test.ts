import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { sourceOf } from './grants.ts'
import type { KeyRequest } from './grants.ts'
import { SESSION_MS } from './sessions.ts'
import { openAccess } from './store.ts'
import type { Access } from './store.ts'

let folder = ''
let clock = 1_000_000
let access: Access

beforeEach(() => {
	clock = 1_000_000
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-access-'))
	access = openAccess({ folder, now: () => clock })
})

afterEach(() => {
	access.close()
	rmSync(folder, { recursive: true })
})

const integrator = { name: 'lagezentrum', role: 'integrator', operations: 'all' } as const

function rank(request: Parameters<Access['createKey']>[0]) {
	return access.grantOfKey(access.createKey(request).key)?.rank
}

describe('keys', () => {
	test('a key opens what it was made for and is stored nowhere', () => {
		const { key, id } = access.createKey({ ...integrator, operations: ['hamburg'], organisation: 'feuerwehr', kinds: ['incident'] })
		expect(key).toMatch(/^lb_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/)
		expect(access.grantOfKey(key)).toEqual({
			credential: `key-${id}`,
			source: 'lagezentrum',
			rank: 'device',
			role: 'integrator',
			name: 'lagezentrum',
			operations: ['hamburg'],
			clearance: 'internal',
			organisation: 'feuerwehr',
			kinds: ['incident'],
			version: 0,
		})
		access.close()
		expect(readFileSync(path.join(folder, 'access.db')).includes(key.slice(12))).toBe(false)
		access = openAccess({ folder, now: () => clock })
		expect(access.grantOfKey(key)?.source).toBe('lagezentrum')
	})

	test('a key without a clearance has the one that is usual for its role', () => {
		const clearanceOf = (role: KeyRequest['role']) =>
			access.grantOfKey(access.createKey({ name: role, role, operations: 'all' }).key)?.clearance
		expect(clearanceOf('admin')).toBe('restricted')
		expect(clearanceOf('commander')).toBe('restricted')
		expect(clearanceOf('staff')).toBe('internal')
	})

	test('people speak as people, an integrator as it was told', () => {
		expect(rank({ name: 'a', role: 'field', operations: 'all', rank: 'crowd' })).toBe('person')
		expect(rank({ name: 'b', role: 'admin', operations: 'all' })).toBe('person')
		expect(rank({ ...integrator, rank: 'authority' })).toBe('authority')
		expect(rank({ name: 'c', role: 'observer', operations: 'all' })).toBe('crowd')
	})

	test('a key with one other character, an unknown one and nonsense are refused', () => {
		const { key } = access.createKey(integrator)
		const last = key.endsWith('A') ? 'E' : 'A'
		expect(access.grantOfKey(key.slice(0, -1) + last)).toBeUndefined()
		expect(access.grantOfKey(`lb_00000000_${'A'.repeat(43)}`)).toBeUndefined()
		for (const text of ['', 'lb_', key.slice(0, -1), `${key}x`, `x${key}`, 'lb_zzzzzzzz_']) expect(access.grantOfKey(text)).toBeUndefined()
	})

	test('a revoked key is refused, also when another process revoked it', () => {
		const first = access.createKey(integrator)
		const second = access.createKey(integrator)
		const other = access.createKey({ ...integrator, name: 'other' })
		const commandLine = openAccess({ folder, now: () => clock })
		expect(commandLine.revokeKey('lagezentrum')).toBe(2)
		expect(commandLine.revokeKey('lagezentrum')).toBe(0)
		commandLine.close()
		expect(access.grantOfKey(first.key)).toBeUndefined()
		expect(access.grantOfKey(second.key)).toBeUndefined()
		expect(access.grantOfKey(other.key)).toBeDefined()
		expect(access.listKeys().map(({ revoked }) => revoked !== undefined)).toEqual(
			access.listKeys().map(({ grant }) => grant.name === 'lagezentrum'),
		)
	})

	test('a key ends at its time', () => {
		const { key } = access.createKey({ ...integrator, expires: clock + 10 })
		clock += 9
		expect(access.grantOfKey(key)?.expires).toBe(1_000_010)
		clock += 1
		expect(access.grantOfKey(key)).toBeUndefined()
	})

	test('a name that cannot be a source makes no key', () => {
		expect(() => access.createKey({ ...integrator, name: 'Lage Zentrum' })).toThrow('source')
		expect(access.listKeys()).toEqual([])
	})
})

describe('links and sessions', () => {
	test('a link signs in once', () => {
		expect(access.hasSessions()).toBe(false)
		const code = access.createLink({ ttlMs: 1_000, role: 'admin', name: 'Jörg Meißner' })
		const signedIn = access.redeem(code)
		expect(signedIn?.grant).toMatchObject({ source: 'joerg-meissner', name: 'Jörg Meißner', rank: 'person', clearance: 'restricted' })
		expect(signedIn?.grant.expires).toBe(clock + SESSION_MS)
		expect(access.redeem(code)).toBeUndefined()
		expect(access.grantOfSession(signedIn?.token ?? '')).toEqual(signedIn?.grant)
		expect(access.hasSessions()).toBe(true)
	})

	test('an old or unknown link does not', () => {
		const code = access.createLink({ ttlMs: 1_000, role: 'staff', name: 'S2' })
		clock += 1_000
		expect(access.redeem(code)).toBeUndefined()
		expect(access.redeem('something')).toBeUndefined()
		expect(access.hasSessions()).toBe(false)
	})

	test('a session ends by signing out and after twelve hours', () => {
		const tokenOf = () => access.redeem(access.createLink({ ttlMs: 1_000, role: 'staff', name: 'S2' }))?.token ?? ''
		const [one, two] = [tokenOf(), tokenOf()]
		access.endSession(one)
		expect(access.grantOfSession(one)).toBeUndefined()
		expect(access.grantOfSession(two)).toBeDefined()
		clock += SESSION_MS
		expect(access.grantOfSession(two)).toBeUndefined()
		expect(access.hasSessions()).toBe(false)
	})
})

test('only the owner may read the database and its companions', () => {
	access.createKey(integrator)
	for (const name of ['access.db', 'access.db-wal', 'access.db-shm']) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600)
})

test('a name becomes a source name', () => {
	expect(['Ärztin vom Dienst', '  S3 / Einsatz ', '王', 'é.x'].map(sourceOf)).toEqual(['aerztin-vom-dienst', 's3-einsatz', 'person', 'e.x'])
})
