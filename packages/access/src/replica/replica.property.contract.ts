import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { AccessDetail } from '@lagebild/model/access/event.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Access } from '../store.ts'
import { SharedHouse, tablesOf } from '../testing/shared-house.ts'

const ACTS = ['account', 'role', 'end', 'sign-in', 'sign-out', 'key', 'rotate', 'revoke', 'count', 'move', 'throw'] as const
type Act = (typeof ACTS)[number]
type Step = { readonly hub: number; readonly act: Act; readonly n: number }

/** What is in one list is begun at once. */
const rounds = fc.array(
	fc.array(fc.record({ hub: fc.nat(1), act: fc.constantFrom(...ACTS), n: fc.nat(1) }), { minLength: 1, maxLength: 4 }),
	{ minLength: 4, maxLength: 8 },
) satisfies fc.Arbitrary<Step[][]>

const LOGINS = ['anna', 'bert']
const KEYS = ['pegel', 'funk']

const WRITES: Readonly<Record<Act, (access: Access, n: number) => unknown>> = {
	account: (access, n) => access.createAccount({ login: LOGINS[n] ?? '', name: 'x', role: 'staff', operations: 'all' }, 'system'),
	role: (access, n) => withAccount(access, n, (id) => access.changeAccount(id, { role: n === 0 ? 'admin' : 'observer' }, 'system')),
	end: (access, n) => withAccount(access, n, (id) => access.endAccount(id, 'system')),
	'sign-in': (access, n) => withAccount(access, n, (account) => access.startSession({ account, way: 'password' })),
	'sign-out': (access, n) => withAccount(access, n, (id) => access.endSessions(`person-${id}`)),
	key: (access, n) => access.createKey({ name: KEYS[n] ?? '', role: 'integrator', operations: 'all' }),
	rotate: (access, n) => access.listKeys().map(({ id }) => access.rotateKey(id, { overlapMs: n }, 'system')),
	revoke: (access, n) => access.revokeKey(KEYS[n] ?? ''),
	count: (access, n) => access.spend(`x${n}`, 2_000_000),
	move: () => undefined,
	throw: (access, n) => {
		access.createKey({ name: KEYS[n] ?? '', role: 'integrator', operations: 'all' })
		throw new Error('on purpose')
	},
}

function withAccount<T>(access: Access, n: number, work: (id: string) => T): T | undefined {
	const account = access.accountByLogin(LOGINS[n] ?? '')
	return account && work(account.account)
}

async function run(access: Access, { act, n }: Step, moved: Map<string, AccessDetail>): Promise<void> {
	if (act === 'move') {
		const page = access.pending(n + 1)
		for (const { id, detail } of page) moved.set(id, detail)
		await access.write(() => access.moved(page))
	} else await access.write(() => WRITES[act](access, n)).catch(unlessOnPurpose)
}

function unlessOnPurpose(error: unknown): void {
	if (!String(error).includes('on purpose')) throw error
}

test('[Z21, Z25] whatever two hubs do at once, their tables end equal, and are the fold of the entries', async () => {
	const property = fc.asyncProperty(rounds, async (all) => {
		const house = new SharedHouse(await freshDatabase())
		try {
			const hubs = await Promise.all(['one', 'two'].map((node) => house.open(node)))
			const moved = new Map<string, AccessDetail>()
			for (const round of all) await Promise.all(round.map((step) => run(hubs[step.hub]?.access ?? fail(), step, moved)))
			await Promise.all(hubs.map(({ access }) => access.follow()))
			const [one, two] = hubs.map(({ database }) => tablesOf(database))
			expect(one).toEqual(two)
			expect(tablesOf((await house.open('three')).database)).toEqual(one)
			const { access } = hubs[0] ?? fail()
			const entries = [
				...moved.values(),
				...access
					.pending(1_000)
					.filter(({ id }) => !moved.has(id))
					.map(({ detail }) => detail),
			]
			const directory = entries.reduce(directoryAfter, EMPTY_DIRECTORY)
			expect(await access.write(() => access.correct(directory, entries))).toEqual([])
			expect(hubs.flatMap(({ heard }) => heard)).toEqual([])
		} finally {
			house.end()
		}
	})
	await fc.assert(property, { numRuns: 6 })
}, 60_000)

function fail(): never {
	throw new Error('there are two hubs')
}
