import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { AccessDetail } from '@lagebild/model/access/event.ts'
import { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { crowded } from '@lagebild/testing/crowded.ts'
import { startPostgres } from '@lagebild/testing/postgres.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { until } from '@lagebild/testing/until.ts'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { SharedHouse, tablesOf } from '../testing/shared-house.ts'
import type { Hub } from '../testing/shared-house.ts'
import { AccessAway } from '../writing.ts'
import { openReplica } from './open.ts'

let house: SharedHouse
let one: Hub
let two: Hub

beforeEach(async () => {
	house = new SharedHouse(await freshDatabase())
	one = await house.open('one')
	two = await house.open('two')
})

afterEach(() => {
	house.end()
})

async function query(text: string, url = house.url): Promise<readonly Record<string, unknown>[]> {
	const client = new Client({ connectionString: url })
	await client.connect()
	try {
		return (await client.query<Record<string, unknown>>(text)).rows
	} finally {
		await client.end()
	}
}

async function account({ access }: Hub, login = 'anna'): Promise<string> {
	const made = await access.write(() => access.createAccount({ login, name: login, role: 'staff', operations: 'all' }, 'system'))
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

async function signedIn({ access }: Hub, who: string): Promise<string> {
	const started = await access.write(() => access.startSession({ account: who, way: 'password' }))
	if (!started) throw new Error('nobody signed in')
	return started.token
}

test('[Z21] what one hub writes is seen by the other, and the tables of both are the same', async () => {
	const token = await signedIn(one, await account(one))
	await two.access.follow()
	expect(two.access.grantOfSession(token)?.source).toBe('anna')
	await account(two, 'bert')
	await one.access.follow()
	expect(one.access.accounts().map(({ login }) => login)).toEqual(expect.arrayContaining(['anna', 'bert']))
	expect(tablesOf(one.database)).toEqual(tablesOf(two.database))
	expect(tablesOf((await house.open('three')).database)).toEqual(tablesOf(one.database))
})

test('[Z22] a write outside of write throws and changes nothing', async () => {
	const who = await account(one)
	expect(() => one.access.startSession({ account: who, way: 'password' })).toThrow('readonly')
	expect(() => one.access.changeAccount(who, { name: 'x' }, 'system')).toThrow('readonly')
	await expect(one.access.write(async () => one.access.accounts())).rejects.toThrow('takes its time')
	expect(one.access.accountById(who)?.name).toBe('anna')
	expect((await query('select n from lagebild_access.head'))[0]).toEqual({ n: '1' })
})

test('[Z22] of two hubs that take the last of something at once, one gets it', async () => {
	const code = await one.access.write(() => one.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'Lage' }))
	const redeemed = await Promise.all([one, two, one, two].map(({ access }) => access.attempt(() => access.redeem(code))))
	expect(redeemed.filter(Boolean)).toHaveLength(1)
	const made = await Promise.all([one, two].map(({ access }) => access.write(() => access.createAccount(ANNA, 'system'))))
	expect(made.filter(({ ok }) => ok)).toHaveLength(1)
})

const ANNA = { login: 'anna', name: 'Anna', role: 'staff', operations: 'all' } as const

test('[Z22] what a write throws or takes back leaves nothing, here and there', async () => {
	await expect(
		one.access.write(() => {
			one.access.createAccount(ANNA, 'system')
			throw new Error('changed its mind')
		}),
	).rejects.toThrow('changed its mind')
	expect([one.access.accounts(), one.access.pending(10)]).toEqual([[], []])
	await account(one)
	expect(one.access.accounts()).toHaveLength(1)
})

test('[Z24] a credential that one hub ends is told and dead on the other within a second, also when its entry was moved on already', async () => {
	const who = await account(one)
	const token = await signedIn(one, who)
	const { key, id } = await two.access.write(() => two.access.createKey({ name: 'pegel', role: 'integrator', operations: 'all' }))
	await one.access.follow()
	const told: string[] = []
	one.access.onChange((credential) => told.push(credential))
	const began = performance.now()
	await two.access.write(() => two.access.endSessions(`person-${who}`))
	await two.access.write(() => two.access.revokeKeyById(id, 'system'))
	await two.access.write(() => two.access.moved(two.access.pending(100)))
	await until('the end at the other hub', () => ((one.access.grantOfSession(token) ?? one.access.grantOfKey(key)) ? undefined : true))
	expect(performance.now() - began).toBeLessThan(1_000 * crowded())
	expect(told).toEqual([`person-${who}`, `key-${id}`])
})

test('[Z25] what one hub said it moves itself; the other is told that it is not its turn', async () => {
	const turns: (readonly [string, boolean])[] = []
	one.access.onPending((mine) => turns.push(['one', mine]))
	two.access.onPending((mine) => turns.push(['two', mine]))
	await account(one)
	await two.access.follow()
	expect(turns).toEqual([
		['one', true],
		['two', false],
	])
	expect(two.access.pending(10)).toEqual(one.access.pending(10))
})

test('[Z25] counted and marked is written behind, by each hub for itself', async () => {
	const { key } = await one.access.write(() => one.access.createKey({ name: 'pegel', role: 'integrator', operations: 'all' }))
	await two.access.follow()
	for (const { access } of [one, two]) {
		access.record({ what: 'sign-in-refused', address: '10.0.0.1', count: 1, why: 'link' }, 'system')
		access.record({ what: 'exported', credential: 'key-1', operation: OperationId.parse('lage'), part: 'journal' }, 'key-1')
	}
	house.clock += 60_000
	two.access.grantOfKey(key)
	await Promise.all([one.access.flush(), two.access.flush()])
	await one.access.follow()
	expect(one.access.pending(10).map(({ detail }) => detail.what)).toEqual(
		expect.arrayContaining(['key', 'sign-in-refused', 'exported', 'sign-in-refused', 'exported']),
	)
	expect(one.access.listKeys()[0]?.lastUsed).toBe(house.clock)
})

test('[Z26] a challenge of one hub is answered at the other, once', async () => {
	const challenge = one.access.makeChallenge('passkey sign-in', 300_000)
	expect(two.access.challengeHolds(challenge, 'passkey sign-in')).toBe(true)
	const spent = await Promise.all([one, two].map(({ access }) => access.attempt(() => access.spendChallenge(challenge, 'passkey sign-in'))))
	expect(spent.filter(Boolean)).toHaveLength(1)
	expect(one.access.secret('provider sign-in')).toEqual(two.access.secret('provider sign-in'))
})

test('[Z26] a tablet asks one hub, proves itself at the other, and its token holds at both until it is lost', async () => {
	const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	const request = { unit: EntityId.parse('unit:lst:elw-1'), operation: OperationId.parse('lage'), name: 'ELW' }
	const { code } = await one.access.write(() => one.access.createEnrolment(request, 'system'))
	const publicKeySpki = pair.publicKey.export({ format: 'der', type: 'spki' })
	const enrolled = await two.access.attempt(() => two.access.enrol(code, { publicKeySpki }))
	const device = enrolled.ok ? enrolled.value.device.device : ''
	const { nonce } = one.access.challenge(device)
	const signature = sign('sha256', Buffer.from(`lagebild-device-1\n${device}\n${nonce}`), {
		key: pair.privateKey,
		dsaEncoding: 'ieee-p1363',
	})
	const proven = await two.access.attempt(() => two.access.proveDevice(device, nonce, signature))
	expect(await one.access.attempt(() => one.access.proveDevice(device, nonce, signature))).toMatchObject({ ok: false })
	const token = proven.ok ? proven.value.token : ''
	await one.access.follow()
	expect([one, two].map(({ access }) => access.grantOfDeviceToken(token)?.unit)).toEqual([request.unit, request.unit])
	await one.access.write(() => one.access.revokeDevice(device, 'lost', 'system'))
	await two.access.follow()
	expect(two.access.grantOfDeviceToken(token)).toBeUndefined()
})

test('[Z27] a hub starts from a base and the changes since; a hub that is further behind than these goes is made anew', async () => {
	const proxy = await startTcpProxy(Number(new URL(house.url).port))
	const behind = await house.open('three', through(proxy))
	proxy.cut()
	const used = (n: number) => one.access.write(() => one.access.spend(`x${n}`, house.clock + 1))
	for (let n = 0; n < 505; n += 1) await used(n)
	await until('a base', async () => ((await query('select n from lagebild_access.base'))[0]?.['n'] === '500' ? true : undefined))
	expect(await query('select min(n) from lagebild_access.log')).toEqual([{ min: '1' }])
	const fresh = await house.open('four')
	expect(tablesOf(fresh.database)).toEqual(tablesOf(one.database))
	await two.access.follow()
	await query('delete from lagebild_access.log where n <= 500')
	proxy.heal()
	await until('the tables of now', () => (behind.heard.includes('rebuilt') ? true : undefined))
	await behind.access.follow()
	expect(tablesOf(behind.database)).toEqual(tablesOf(one.database))
	expect([one.heard, two.heard]).toEqual([[], []])
	await proxy.close()
}, 60_000)

function through({ port }: { readonly port: number }): string {
	const url = new URL(house.url)
	url.port = String(port)
	return url.href
}

test('[Z23] a link that breaks with the commit on its way: what the database took is answered as done, and done once', async () => {
	const proxy = await startTcpProxy(Number(new URL(house.url).port))
	const far = await house.open('three', through(proxy))
	const sprung = proxy.trap('commit')
	const made = await far.access.write(() => far.access.createKey({ name: 'pegel', role: 'integrator', operations: 'all' }))
	await sprung
	await two.access.follow()
	expect([far, two].map(({ access }) => access.grantOfKey(made.key)?.name)).toEqual(['pegel', 'pegel'])
	expect(two.access.listKeys()).toHaveLength(1)
	await proxy.close()
})

test('[Z27] a database that went back, or another one at the same number, makes the tables anew and tells who changed', async () => {
	const who = await account(one)
	const { key } = await one.access.write(() => one.access.createKey({ name: 'pegel', role: 'integrator', operations: 'all' }))
	await two.access.follow()
	const told: string[] = []
	two.access.onChange((credential) => told.push(credential))
	const [first] = await query('select chain from lagebild_access.log where n = 1')
	await query(`delete from lagebild_access.log where n > 1; update lagebild_access.head set n = 1, chain = '${String(first?.['chain'])}'`)
	await until('the tables of before', () => (two.access.grantOfKey(key) ? undefined : true))
	expect(two.access.accountById(who)?.state).toBe('active')
	expect(told).toContain(`person-${who}`)
	await account(one, 'bert')
	await two.access.follow()
	expect(tablesOf(one.database)).toEqual(tablesOf(two.database))
	expect([one.heard, two.heard]).toEqual([['rebuilt'], ['rebuilt']])
})

test('[Z27] a newer version in the database ends this hub, and starts none', async () => {
	await query('update lagebild_access.head set format = 99')
	await until('the end', () => two.heard[0])
	expect(two.heard[0]).toContain('newer version')
	await expect(house.open('old')).rejects.toThrow('newer version')
	await expect(one.access.write(() => one.access.spend('x', house.clock))).rejects.toThrow('newer version')
})

test('[Z23] a database that is away: changes are refused as such, reading goes on, and afterwards all is as it should be', async () => {
	const server = await startPostgres()
	try {
		const url = await server.database()
		const here = await house.open('here', url)
		const there = await house.open('there', url)
		const token = await signedIn(here, await account(here))
		await server.kill()
		await expect(here.access.write(() => here.access.createAccount({ ...ANNA, login: 'bert' }, 'system'))).rejects.toThrow(AccessAway)
		expect(here.access.grantOfSession(token)?.source).toBe('anna')
		expect(here.access.accounts()).toHaveLength(1)
		await until('the other hub misses it', () => (there.heard.includes('away') ? true : undefined))
		await server.restart()
		await until('it is back', () => account(here, 'cleo').catch(() => undefined))
		await until('the other hub sees it', () => (there.heard.includes('back') ? true : undefined))
		await there.access.follow()
		expect(tablesOf(here.database)).toEqual(tablesOf(there.database))
		expect(here.heard).toEqual(['away', 'back'])
	} finally {
		await server.stop()
	}
}, 90_000)

test('[Z29] the correction at a start reads entries and tables while nobody writes, however busy the others are', async () => {
	const journal: AccessDetail[] = []
	const move = async (): Promise<void> => {
		const page = two.access.pending(100)
		journal.push(...page.map(({ detail }) => detail))
		await two.access.write(() => two.access.moved(page))
	}
	await account(one)
	await two.access.follow()
	let reads = 0
	const read = async () => {
		const said = [...journal]
		if (++reads === 1) {
			await account(two, 'bert')
			await move()
		}
		return said
	}
	const corrected = await one.access.writeAfter(read, (said) => one.access.correct(said.reduce(directoryAfter, EMPTY_DIRECTORY), said))
	expect([corrected, reads]).toEqual([[], 2])
})

test('[Z29] a session that somebody planted in the database holds until the next start of a hub, which ends it on all', async () => {
	const token = await signedIn(one, await account(one))
	const [entries, planted] = [one.access.pending(100).map(({ detail }) => detail), 'planted'.padEnd(43, '-')]
	await plant((database) => {
		database
			.prepare(
				"insert into sessions select ?, 'planted', credential, account, content, way, address, agent, created, expires, ended from sessions",
			)
			.run(createHash('sha256').update(planted).digest())
	})
	await one.access.follow()
	expect(one.access.grantOfSession(planted)?.source).toBe('anna')
	const starting = (await house.open('three')).access
	const read = () => Promise.resolve(entries)
	await starting.writeAfter(read, (said) => starting.correct(said.reduce(directoryAfter, EMPTY_DIRECTORY), said))
	await one.access.follow()
	expect([planted, token].map((held) => one.access.grantOfSession(held)?.source)).toEqual([undefined, 'anna'])
})

/** As whoever administers the database can. */
async function plant(work: (database: DatabaseSync) => void): Promise<void> {
	const { ledger, replica } = await openReplica({ url: house.url, node: 'nobody', now: () => house.clock })
	await replica.write(() => work(ledger.database))
	await replica.end()
}
