import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import { listDevices, revokeDevice } from './device.ts'
import { createKey, listKeys, revokeKey, rotateKey } from './key.ts'
import { breakGlass, endUser, invite, listUsers } from './user.ts'

let data = ''
/** As a hub that runs on the folder meanwhile. */
let hub: Access

beforeEach(() => {
	data = mkdtempSync(path.join(tmpdir(), 'lagebild-cli-access-'))
	hub = openAccess({ folder: data, now: Date.now })
})

afterEach(() => {
	hub.close()
	rmSync(data, { recursive: true })
})

test('a key gets its scopes, budget and end, and a wrong one is named by its option', async () => {
	const options = { name: 'pegel', role: 'integrator', operations: 'hamburg,base', kinds: 'sensor, warning', submitKinds: 'sensor' }
	const key = await createKey({ data }, { ...options, perSecond: '5', bytes: '4096', days: '1' })
	const grant = hub.grantOfKey(key)
	expect(grant).toMatchObject({ operations: ['hamburg', 'base'], kinds: ['sensor', 'warning'], submitKinds: ['sensor'] })
	expect(hub.budgetOf(grant?.credential ?? '').bytes).toBe(4_096)
	expect(grant?.expires).toBeGreaterThan(Date.now())
	expect(() => createKey({ data }, { ...options, kinds: 'boat' })).toThrow('--kinds: is kinds separated by commas')
	expect(() => createKey({ data }, { ...options, submitKinds: 'boat' })).toThrow('--submit-kinds:')
	expect(() => createKey({ data }, { ...options, perSecond: '0' })).toThrow('--per-second:')
	expect(() => createKey({ data }, { ...options, operations: 'access' })).toThrow('journal of access')
	expect(() => createKey({ data }, { ...options, name: 'lagebild' })).toThrow('source of Lagebild itself')
})

test('a key is rotated by name or id; of two of a name one has to be chosen', async () => {
	const key = await createKey({ data }, { name: 'pegel', role: 'integrator' })
	const second = await rotateKey({ data }, 'pegel', '1')
	expect([key, second].map((one) => hub.grantOfKey(one)?.name)).toEqual(['pegel', 'pegel'])
	await createKey({ data }, { name: 'pegel', role: 'integrator' })
	await expect(rotateKey({ data }, 'pegel', '1')).rejects.toThrow('There are 2 keys named "pegel"')
	const [id = ''] = hub.listKeys().map((one) => one.id)
	const third = await rotateKey({ data }, id, '0')
	expect([key, second, third].map((one) => hub.grantOfKey(one) !== undefined)).toEqual([false, false, true])
	expect(() => rotateKey({ data }, id, '-1')).toThrow('--overlap-hours')
	const fourth = await rotateKey({ data }, `key-${id}`, '0')
	expect([third, fourth].map((one) => hub.grantOfKey(one) !== undefined)).toEqual([false, true])
	expect(await revokeKey({ data }, `key-${id}`)).toBe(1)
	expect(await revokeKey({ data }, `key-${id}`)).toBe(0)
	expect(await revokeKey({ data }, 'pegel')).toBe(1)
	expect((await listKeys({ data })).join('\n')).not.toContain(third.slice(-43))
	expect((await listKeys({ data }))[1]).toContain('command line')
})

test('an invitation is a link to the hub that runs, or to where it will', async () => {
	const wish = { name: 'Jörg', role: 'staff', organisation: 'feuerwehr' }
	const first = await invite(pathsOf(data), 'http://127.0.0.1:8080', wish)
	expect(hub.invitationOf(first.replace('http://127.0.0.1:8080/#/einladung/', ''))).toMatchObject({
		for: 'Jörg',
		organisation: 'feuerwehr',
	})
	writeJson(pathsOf(data).running, { pid: 1, url: 'http://127.0.0.1:1234', since: '2026-11-21T20:00:00.000Z' })
	expect(await invite(pathsOf(data), 'http://127.0.0.1:8080', wish)).toMatch(/^http:\/\/127\.0\.0\.1:1234\/#\/einladung\/[\w-]{43}$/)
	expect(() => invite(pathsOf(data), '', { ...wish, role: 'integrator' })).toThrow('--role')
	for (const hours of ['drei', '0', '337']) {
		expect(() => invite(pathsOf(data), '', { ...wish, hours })).toThrow('--hours: is a number of hours from 1 to 336')
	}
})

test('the account for emergencies is one; asking again changes its password and signs it out', async () => {
	const first = await breakGlass({ data }, { login: 'notzugang', name: 'Notzugang' })
	const account = hub.accountByLogin('notzugang')
	expect(account).toMatchObject({ role: 'admin', operations: 'all', clearance: 'restricted', breakGlass: true })
	const session = hub.startSession({ account: account?.account ?? '', way: 'break-glass' })
	const second = await breakGlass({ data }, { login: 'anders', name: 'Anders' })
	expect([first.renewed, second.renewed, second.login]).toEqual([false, true, 'notzugang'])
	expect((await hub.checkPassword('notzugang', first.password, 'a')).ok).toBe(false)
	expect((await hub.checkPassword('notzugang', second.password, 'b')).ok).toBe(true)
	expect(hub.grantOfSession(session?.token ?? '')).toBeUndefined()
	expect((await listUsers({ data })).join('\n')).toMatch(/notzugang .* active, for emergencies/)
	expect(await endUser({ data }, 'NOTZUGANG')).toBe('Notzugang')
	await expect(endUser({ data }, 'notzugang')).rejects.toThrow('no active account')
	hub.endAccount(account?.account ?? '', 'command line')
	expect(await breakGlass({ data }, { login: 'notzugang', name: 'Notzugang' })).toMatchObject({ login: 'notzugang-2', renewed: false })
})

test('a tablet is lost or retired, and a lost one stays lost', async () => {
	const unit = EntityId.parse('unit:fahrzeuge:1')
	const { code } = hub.createEnrolment({ unit, operation: OperationId.parse('hamburg'), name: 'HLF 1' }, 'x')
	const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	const enrolled = hub.enrol(code, { publicKeySpki: publicKey.export({ format: 'der', type: 'spki' }) })
	const id = enrolled.ok ? enrolled.value.device.device : ''
	expect((await listDevices({ data })).at(-1)).toMatch(new RegExp(`^${id} +HLF 1 .* active$`))
	expect(() => revokeDevice({ data }, id, {})).toThrow('either --lost')
	expect(await revokeDevice({ data }, id, { retired: true })).toBe('HLF 1: retired')
	expect(await revokeDevice({ data }, id, { lost: true })).toBe('HLF 1: lost')
	await expect(revokeDevice({ data }, id, { retired: true })).rejects.toThrow('no device')
})

test('no data folder is made of a mistyped name', () => {
	const nowhere = path.join(data, 'nowhere')
	for (const call of [listKeys, listUsers, listDevices]) expect(() => call({ data: nowhere })).toThrow(nowhere)
	expect(existsSync(nowhere)).toBe(false)
})
