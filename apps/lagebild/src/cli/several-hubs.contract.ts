import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import type { Access } from '@lagebild/access/store.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { pathsOf } from '../paths.ts'
import { createKey, listKeys, revokeKey } from './key.ts'
import { createLink } from './link.ts'
import { breakGlass, listUsers } from './user.ts'

let data = ''
let database = ''
/** As a hub somewhere else. */
let hub: Access

beforeEach(async () => {
	data = mkdtempSync(path.join(tmpdir(), 'lagebild-cli-several-'))
	database = await freshDatabase()
	hub = await openSharedAccess({ url: database, node: 'hub', now: Date.now })
})

afterEach(() => {
	hub.close()
	rmSync(data, { recursive: true })
})

test('[Z29] with a database the command line makes, lists and ends there what hubs know at once, and leaves nothing in the folder', async () => {
	const where = { data, database }
	const key = await createKey(where, { name: 'pegel', role: 'integrator' })
	await hub.follow()
	expect(hub.grantOfKey(key)?.name).toBe('pegel')
	expect((await listKeys(where)).join('\n')).toContain('pegel')
	expect(await revokeKey(where, 'pegel')).toBe(1)
	await hub.follow()
	expect(hub.grantOfKey(key)).toBeUndefined()
	const { password, login } = await breakGlass(where, { login: 'notzugang', name: 'Notzugang' })
	await hub.follow()
	expect((await hub.checkPassword(login, password, '127.0.0.1')).ok).toBe(true)
	expect((await listUsers(where)).join('\n')).toContain('for emergencies')
	expect(readdirSync(data)).toEqual([])
})

test('[Z29] a link of a database leads to the running hub, else to where this configuration says', async () => {
	const link = await createLink(pathsOf(data, database), 'http://127.0.0.1:8100', { name: 'Nacht' })
	expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8100\/sign-in\?code=/)
	const code = link.split('code=')[1] ?? ''
	expect((await hub.attempt(() => hub.redeem(code)))?.grant.name).toBe('Nacht')
})

test('[Z29] a database that does not answer is said so, without its password', async () => {
	const away = { data, database: 'postgres://anna:geheim@127.0.0.1:9/lagebild' }
	const said = await listUsers(away).catch((error: unknown) => String(error))
	expect(said).toContain('DATABASE_URL) does not answer')
	expect(said).not.toContain('geheim')
})
