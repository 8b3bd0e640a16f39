import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import { createLink, createWallLink } from './link.ts'
import { endWalls, wallLines } from './wall.ts'

let data = ''
/** As a hub that runs on the folder meanwhile; what answers on its address is only asked whether it does. */
let hub: Access
let url = ''
const answers = createServer((_, response) => response.end())

beforeEach(async () => {
	data = mkdtempSync(path.join(tmpdir(), 'lagebild-cli-link-'))
	hub = openAccess({ folder: data, now: Date.now })
	await new Promise<void>((resolve) => {
		answers.listen(0, '127.0.0.1', resolve)
	})
	const address = answers.address()
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
	writeJson(pathsOf(data).running, { pid: 1, url, since: '2026-11-21T20:00:00.000Z', lan: 'https://lage.example' })
})

afterEach(async () => {
	hub.close()
	rmSync(data, { recursive: true })
	await new Promise((resolve) => {
		answers.close(resolve)
	})
})

function account(login: string, breakGlass = false): string {
	const made = hub.createAccount({ login, name: login, role: 'staff', operations: 'all', breakGlass }, 'system')
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

test('a link with a login leads into that account, here and on the network', async () => {
	const id = account('anna')
	const [here = '', network = ''] = (await createLink(pathsOf(data), '', { name: 'Administrator', login: ' ANNA ' })).split('\n')
	expect(here).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\?code=[\w-]{43}$/)
	expect(network).toBe(here.replace(url, 'https://lage.example'))
	expect(hub.redeem(here.split('code=')[1] ?? '')?.grant).toMatchObject({ credential: `person-${id}`, role: 'staff' })
	const makers = hub.pending(100).filter(({ detail }) => detail.what === 'administered' && detail.act === 'account link made')
	expect(makers.map(({ by }) => by)).toEqual(['command line'])
})

test('a link without a login is a session of its own, as ever', async () => {
	const [here = ''] = (await createLink(pathsOf(data), '', { name: 'Nacht' })).split('\n')
	const grant = hub.redeem(here.split('code=')[1] ?? '')?.grant
	expect(grant).toMatchObject({ name: 'Nacht', role: 'admin' })
	expect(grant?.credential).toMatch(/^link-/)
})

test('a login that leads nowhere is named', async () => {
	const ended = account('weg')
	hub.endAccount(ended, 'system')
	account('umschlag', true)
	for (const login of ['niemand', 'weg']) {
		await expect(createLink(pathsOf(data), '', { name: '', login })).rejects.toThrow(`There is no active account "${login}"`)
	}
	await expect(createLink(pathsOf(data), '', { name: '', login: 'umschlag' })).rejects.toThrow('--login: the account for emergencies')
})

test('[G3] the link of a wall signs in a screen that says nothing, for as long as was said', async () => {
	const link = await createWallLink(pathsOf(data), 'http://127.0.0.1:1', { name: 'Wand', days: 30 })
	const [own = '', local = ''] = link.split('\n')
	expect(own.startsWith(`${url}/sign-in?code=`)).toBe(true)
	expect(local.startsWith('https://lage.example/sign-in?')).toBe(true)
	const words = new URL(own).searchParams
	expect(words.get('display')).toBe('wall')
	const session = hub.redeem(words.get('code') ?? '')
	expect(session?.grant).toMatchObject({ role: 'observer', name: 'Wand', clearance: 'internal' })
	expect((session?.grant.expires ?? 0) - Date.now()).toBeGreaterThan(29 * 24 * 3_600_000)
	expect(await wallLines(pathsOf(data))).toEqual([expect.stringMatching(/^Wand, until 20\d\d-/)])
	expect(await endWalls(pathsOf(data), 'Wand')).toBe(1)
	expect(hub.grantOfSession(session?.token ?? '')).toBeUndefined()
	await expect(endWalls(pathsOf(data), 'Wand')).rejects.toThrow('No screen')
})
