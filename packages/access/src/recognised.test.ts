import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { Recognised } from './recognised.ts'
import { openAccess } from './store.ts'
import type { Access } from './store.ts'

let folder: string
let opened: Access[]

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lagebild-recognised-'))
	opened = []
})

afterEach(() => {
	for (const one of opened) one.close()
	rmSync(folder, { recursive: true })
})

function access(byTurn: boolean, now: () => number = Date.now): Access {
	const one = openAccess({ folder, now, byTurn })
	opened.push(one)
	return one
}

const KEY = { name: 'leitstelle', role: 'integrator', operations: 'all' } as const

test('[Z31] what was found is found again while nothing changed, by the whole secret alone', () => {
	let state = 0
	let reads = 0
	const recognised = new Recognised<number>({ state: () => state })
	const ask = (secret: string) => recognised.read(secret, () => (secret === 'lb_12345678_abc' ? ++reads : undefined))
	expect(ask('lb_12345678_abc')).toBe(1)
	expect(ask('lb_12345678_abc')).toBe(1)
	expect(ask('lb_12345678_abd')).toBeUndefined()
	expect(ask('lb_12345678_abcd')).toBeUndefined()
	state++
	expect(ask('lb_12345678_abc')).toBe(2)
	state = NaN
	expect(ask('lb_12345678_abc')).toBe(3)
	expect(ask('lb_12345678_abc')).toBe(4)
})

test('[Z31] what changes while it is read is read again', () => {
	let state = 0
	const recognised = new Recognised<number>({ state: () => state })
	expect(recognised.read('a secret', () => ++state)).toBe(1)
	expect(recognised.read('a secret', () => 7)).toBe(7)
})

test('[Z31] a key and a session that end here are nobody any more at once', () => {
	const hub = access(true)
	const { key } = hub.createKey(KEY)
	const { token = '' } = hub.redeem(hub.createLink({ ttlMs: 60_000, role: 'observer', name: 'Jana' })) ?? {}
	expect(hub.grantOfKey(key)).toBe(hub.grantOfKey(key))
	expect(hub.grantOfSession(token)?.name).toBe('Jana')
	hub.revokeKey('leitstelle')
	hub.endSession(token)
	expect(hub.grantOfKey(key)).toBeUndefined()
	expect(hub.grantOfSession(token)).toBeUndefined()
})

test('[Z31] a key that another process revokes is nobody from the next turn on', async () => {
	const hub = access(true)
	const { key } = hub.createKey(KEY)
	const told: string[] = []
	hub.onChange((credential) => told.push(credential))
	expect(hub.grantOfKey(key)?.name).toBe('leitstelle')
	access(false).revokeKey('leitstelle')
	await turn()
	expect(hub.grantOfKey(key)).toBeUndefined()
	expect(told).toHaveLength(1)
})

test('[Z31] ends are looked at by the clock, also of what is known', () => {
	let now = 1_000_000
	const hub = access(true, () => now)
	const { key } = hub.createKey({ ...KEY, expires: now + 1_000 })
	const { key: rotated, id } = hub.createKey({ ...KEY, name: 'warndienst' })
	const { token = '' } = hub.redeem(hub.createLink({ ttlMs: 60_000, role: 'observer', name: 'Jana' })) ?? {}
	hub.rotateKey(id, { overlapMs: 1_000 }, 'system')
	const all = () => [hub.grantOfKey(key), hub.grantOfKey(rotated), hub.grantOfSession(token)].map((grant) => grant?.name)
	expect(all()).toEqual(['leitstelle', 'warndienst', 'Jana'])
	now += 1_000
	expect(all()).toEqual([undefined, undefined, 'Jana'])
	now += 86_400_000
	expect(all()).toEqual([undefined, undefined, undefined])
})
