import { afterEach, beforeEach, expect, test } from 'vitest'

import { House } from './testing/house.ts'

let house: House

beforeEach(() => {
	house = new House()
})

afterEach(() => {
	house.end()
})

const feed = { name: 'pegelonline', role: 'integrator', operations: ['base'], rank: 'authority' } as const

test('[Z30] whoever asks with the same request gets the same key, and with another another one', async () => {
	const [here, there] = [house.open(), house.open()]
	const key = await here.write(() => here.programKey(feed, 'system'))
	expect(await there.write(() => there.programKey(feed, 'system'))).toBe(key)
	expect(there.grantOfKey(key)).toMatchObject({ source: 'pegelonline', rank: 'authority' })
	expect(here.keys()).toHaveLength(1)
	const other = await here.write(() => here.programKey({ ...feed, operations: ['hamburg'] }, 'system'))
	expect(other).not.toBe(key)
})

test('[Z30] one that was revoked gives way to another, which all get from then on', async () => {
	const access = house.open()
	const key = await access.write(() => access.programKey(feed, 'system'))
	await access.write(() => access.revokeKey('pegelonline'))
	const next = await access.write(() => access.programKey(feed, 'system'))
	expect(next).not.toBe(key)
	expect([access.grantOfKey(key), access.grantOfKey(next)?.source]).toEqual([undefined, 'pegelonline'])
	expect(await access.write(() => access.programKey(feed, 'system'))).toBe(next)
})

test('[Z30] one whose secret was rotated gives way as well: the old one ends', async () => {
	const access = house.open()
	const key = await access.write(() => access.programKey(feed, 'system'))
	const id = access.keys()[0]?.id ?? ''
	await access.write(() => access.rotateKey(id, { overlapMs: 0 }, 'system'))
	const next = await access.write(() => access.programKey(feed, 'system'))
	expect([access.grantOfKey(key), access.grantOfKey(next)?.source]).toEqual([undefined, 'pegelonline'])
})

test('[Z30] two installations never make the same one', async () => {
	const elsewhere = new House()
	try {
		const [here, there] = [house.open(), elsewhere.open()]
		const key = await here.write(() => here.programKey(feed, 'system'))
		expect(await there.write(() => there.programKey(feed, 'system'))).not.toBe(key)
		expect(there.grantOfKey(key)).toBeUndefined()
	} finally {
		elsewhere.end()
	}
})
