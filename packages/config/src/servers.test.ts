import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { keepNodeName } from './node-name.ts'
import { readConfig } from './read.ts'
import { withoutPassword } from './servers.ts'

const DATABASE = 'postgres://lagebild:geheim-eins@db.example:5432/lagebild'
const REDIS = 'redis://:geheim-zwei@redis.example:6379/0'

let folder = ''

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-servers-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

function read(env: Readonly<Record<string, string>>) {
	return readConfig({ env: { LAGEBILD_DATA: folder, ...env } })
}

test('several hubs: one database, one Redis, and a name', () => {
	const env = { DATABASE_URL: DATABASE, REDIS_URL: REDIS, LAGEBILD_NODE: 'hub-1' }
	expect(read(env)).toMatchObject({ ok: true, value: { database: DATABASE, redis: REDIS, node: 'hub-1' } })
	expect(read({ DATABASE_URL: DATABASE })).toMatchObject({ ok: true, value: { database: DATABASE } })
	expect(read({})).not.toHaveProperty('value.database')
	expect(read({ DATABASE_URL: '', REDIS_URL: '' })).not.toHaveProperty('value.redis')
})

test('what is wrong is named and never shown: an address holds a password', () => {
	expect(read({ REDIS_URL: REDIS })).toMatchObject({ fault: [{ key: 'REDIS_URL' }] })
	const wrong = read({ DATABASE_URL: 'mysql://u:geheim-drei@h/d', REDIS_URL: 'http://u:geheim-vier@h', LAGEBILD_NODE: 'no name' })
	expect(wrong.ok ? [] : wrong.fault.map(({ key }) => key)).toEqual(['LAGEBILD_NODE', 'DATABASE_URL', 'REDIS_URL'])
	expect(JSON.stringify(wrong)).not.toContain('geheim')
	expect(withoutPassword(DATABASE)).toBe('postgres://db.example:5432/lagebild')
	expect(withoutPassword('geheim')).not.toContain('geheim')
})

test('without a name the hub makes one up, and keeps it', () => {
	const first = read({})
	const name = first.ok ? first.value.node : ''
	expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*-[0-9a-f]{6}$/)
	expect(keepNodeName(folder, name)).toBe(name)
	expect(read({})).toMatchObject({ value: { node: name } })
	expect(keepNodeName(folder, 'another')).toBe(name)
})
