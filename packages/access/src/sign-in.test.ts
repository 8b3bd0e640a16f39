import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { FairQueue } from './fair-queue.ts'
import { hashPassword, passwordFault, passwordHolds } from './passwords.ts'
import type { Access } from './store.ts'
import { House, said } from './testing/house.ts'
import { Throttle } from './throttle.ts'

let house: House
let access: Access
let id = ''

const PASSWORD = 'Polder Billwerder läuft voll'

beforeEach(async () => {
	house = new House()
	access = house.open()
	const made = access.createAccount({ login: 'anna', name: 'Anna', role: 'staff', operations: 'all' }, 'system')
	id = made.ok ? made.value.account : ''
	await access.setPassword(id, PASSWORD, 'system')
})

afterEach(() => {
	vi.useRealTimers()
	house.end()
})

/** Turns of the main thread while something else works. */
class Turns {
	#count = 0
	#timer = setImmediate(() => this.#turn())

	#turn(): void {
		this.#count++
		this.#timer = setImmediate(() => this.#turn())
	}

	end(): number {
		clearImmediate(this.#timer)
		return this.#count
	}
}

function outcome(result: Awaited<ReturnType<Access['checkPassword']>>): string {
	return result.ok ? 'in' : result.fault.fault
}

test('the right password signs in, another one, none and that of an ended account do not', async () => {
	expect(await access.checkPassword('anna', PASSWORD, 'a')).toMatchObject({ ok: true, value: { account: id } })
	expect(await access.checkPassword(' ANNA', PASSWORD.normalize('NFD'), 'a')).toMatchObject({ ok: true })
	for (const wrong of [PASSWORD.toLowerCase(), '', `${PASSWORD} `])
		expect(outcome(await access.checkPassword('anna', wrong, 'b'))).toBe('unauthenticated')
	access.endAccount(id, 'system')
	expect(outcome(await access.checkPassword('anna', PASSWORD, 'c'))).toBe('unauthenticated')
})

test('[Z12] after five wrong ones there is a pause; from another address the same login signs in at once', async () => {
	const tries: string[] = []
	for (let n = 0; n < 7; n++) tries.push(outcome(await access.checkPassword('anna', 'geraten geraten', 'attacker')))
	expect(tries).toEqual([...Array.from({ length: 5 }, () => 'unauthenticated'), 'too-many-requests', 'too-many-requests'])
	expect(await access.checkPassword('anna', PASSWORD, 'attacker')).toMatchObject({
		fault: {
			fault: 'too-many-requests',
			message: 'Too many tries to sign in with this name or from this address; Retry-After says when the next one counts.',
		},
	})
	expect(outcome(await access.checkPassword('anna', PASSWORD, 'at home'))).toBe('in')
	access.poll()
	const refused = said(access).filter((detail) => detail.what === 'sign-in-refused')
	expect(refused.map(({ why, count, login }) => [why, count, login])).toEqual([
		['wrong login or password', 5, 'anna'],
		['too many tries', 3, 'anna'],
	])
})

test('[Z12] each pause is twice as long as the last, up to fifteen minutes, and knowing the password forgets them', async () => {
	vi.useFakeTimers()
	const throttle = new Throttle()
	const pauses: number[] = []
	for (let round = 0; round < 8; round++) {
		for (let n = 0; n < 5; n++) expect(await throttle.take('anna', 'a')).toBe(0)
		const pause = await throttle.take('anna', 'a')
		pauses.push(pause)
		vi.advanceTimersByTime(pause - 1)
		expect(await throttle.take('anna', 'a')).toBeGreaterThan(0)
		vi.advanceTimersByTime(1)
	}
	expect(pauses.map((ms) => ms / 1_000)).toEqual([15, 30, 60, 120, 240, 480, 900, 900])
	await throttle.forget('anna', 'a')
	for (let n = 0; n < 5; n++) expect(await throttle.take('anna', 'a')).toBe(0)
	expect(await throttle.take('anna', 'a')).toBe(15_000)
})

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

test('[Z13] a login that nobody has is hashed as well, and is not written down', async () => {
	const time = async (login: string, address: string): Promise<number> => {
		const begun = performance.now()
		await access.checkPassword(login, 'geraten geraten', address)
		return performance.now() - begun
	}
	const times: { nobody: number; known: number }[] = []
	for (let n = 0; n < 7; n++) {
		times.push({ nobody: await time('hunter2-in-the-wrong-field', `${n}`), known: await time('anna', `${n}`) })
	}
	expect(median(times.map(({ nobody }) => nobody))).toBeGreaterThan(median(times.map(({ known }) => known)) / 3)
	access.poll()
	expect(JSON.stringify(said(access))).not.toContain('hunter2')
})

test('[Z14] a thousand wrong passwords leave the main thread free and make nobody wait for them', async () => {
	const turns = new Turns()
	const flood = Promise.all(
		Array.from({ length: 1_000 }, (_, n) => access.checkPassword(n % 2 === 0 ? 'anna' : `login-${n}`, 'geraten geraten', 'attacker')),
	)
	const honest = await access.checkPassword('anna', PASSWORD, 'at home')
	expect(honest.ok).toBe(true)
	const waiting = access.checkPassword('anna', PASSWORD, 'elsewhere')
	const outcomes = (await flood).map(outcome)
	expect(outcome(await waiting)).toBe('in')
	expect(outcomes.filter((one) => one === 'unauthenticated').length).toBeLessThanOrEqual(12)
	expect(outcomes).not.toContain('in')
	expect(turns.end()).toBeGreaterThan(1_000)
	access.poll()
	expect(said(access).filter(({ what }) => what === 'sign-in-refused').length).toBeLessThan(15)
})

test('[Z14] addresses take turns, and within one the logins', async () => {
	const queue = new FairQueue()
	const order: string[] = []
	const run = (address: string, who: string) => queue.run(address, who, () => Promise.resolve(void order.push(`${address}${who}`)))
	await Promise.all([run('a', '1'), run('a', '1'), run('a', '1'), run('a', '2'), run('b', '1'), run('b', '1'), run('c', '1')])
	expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b1', 'a1', 'a1'])
})

test('[Z14] an address has room for so many, and the house too', async () => {
	const queue = new FairQueue()
	const gate = Promise.withResolvers<void>()
	const run = (address: string) => queue.run(address, 'x', () => gate.promise)
	const jobs = Array.from({ length: 9 }, () => run('a'))
	expect([queue.full('a'), queue.full('b')]).toEqual([true, false])
	for (let n = 0; n < 31; n++) for (let k = 0; k < 8; k++) jobs.push(run(`b${n}`))
	expect(queue.full('new')).toBe(true)
	gate.resolve()
	await Promise.all(jobs)
	expect(queue.full('a')).toBe(false)
})

test('what is short, long, told by the login or one sign repeated is no password', () => {
	const weak = (password: string) => passwordFault(password, 'annamaria')?.path
	for (const password of ['kurz', 'aaaaaaaaaaaaaa', 'annamariaannamaria', 'Annamaria123', 'x'.repeat(257)])
		expect(weak(password)).toBe('password')
	for (const password of ['annamaria und Ebbe', 'zwölf Zeichen', '🌊🚒🚑🧯⛑️🛟🌊🚒🚑🧯⛑️🛟']) expect(weak(password)).toBeUndefined()
})

test('a stored hash that is none holds for nothing', async () => {
	const stored = await hashPassword(PASSWORD)
	expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
	expect(await passwordHolds(PASSWORD, stored)).toBe(true)
	for (const broken of ['', 'plain', stored.replace('argon2id', 'none'), stored.slice(0, -3)])
		expect(await passwordHolds(PASSWORD, broken)).toBe(false)
})
