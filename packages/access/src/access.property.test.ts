import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { AccessDetail } from '@lagebild/model/access/event.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { KeyEntry } from './port.ts'
import type { Access } from './store.ts'
import { House } from './testing/house.ts'

const ACTS = ['account', 'role', 'end', 'sign-in', 'sign-out', 'key', 'rotate', 'revoke', 'restart', 'move', 'wait'] as const
type Act = (typeof ACTS)[number]
type Step = { readonly by: 0 | 1; readonly act: Act; readonly n: number }

const steps = fc.array(fc.record({ by: fc.constantFrom<0 | 1>(0, 1), act: fc.constantFrom(...ACTS), n: fc.nat(2) }), {
	minLength: 8,
	maxLength: 20,
}) satisfies fc.Arbitrary<Step[]>

const LOGINS = ['anna', 'bert', 'cleo']
const KEYS = ['pegel', 'funk', 'wetter']
const ROLES = ['observer', 'staff', 'admin'] as const
const OVERLAP_MS = 10

/** What was handed out, and until when it lets in by our own reckoning. */
type Token = { readonly kind: 'session' | 'key'; readonly secret: string; readonly owner: string; until: number }

type Now = Pick<Step, 'by' | 'n'> & {
	readonly access: Access
	readonly login: string
	readonly name: string
	/** Active one of that login. */
	readonly account: string | undefined
}

/** Two processes on one folder, and beside them a simple account of what should hold. */
class World {
	readonly house = new House()
	readonly tokens: Token[] = []
	readonly entries: AccessDetail[] = []
	readonly #access: [Access, Access] = [this.house.open(), this.house.open()]

	at(index: 0 | 1): Access {
		return this.#access[index]
	}

	run({ by, act, n }: Step): void {
		const access = this.at(by)
		const [login = '', name = ''] = [LOGINS[n], KEYS[n]]
		this.#acts[act]({ by, n, access, login, name, account: access.accountByLogin(login)?.account })
	}

	readonly #acts: Readonly<Record<Act, (now: Now) => void>> = {
		account: ({ access, login }) => void access.createAccount({ login, name: login, role: 'staff', operations: 'all' }, 'system'),
		role: ({ access, account, by, n }) => account !== undefined && access.changeAccount(account, { role: ROLES[(by + n) % 3] }, 'system'),
		end: ({ access, account }) => {
			if (account !== undefined) access.endAccount(account, 'system')
			this.#over(account)
		},
		'sign-in': ({ access, account }) => {
			this.#give('session', account, account && access.startSession({ account, way: 'password' })?.token)
		},
		'sign-out': ({ access, account }) => {
			if (account !== undefined) access.endSessions(`person-${account}`)
			this.#over(account)
		},
		key: ({ access, name }) => {
			if (!active(access, name)) this.#give('key', name, access.createKey({ name, role: 'integrator', operations: 'all' }).key)
		},
		rotate: ({ access, name }) => {
			const key = active(access, name)
			if (key) this.#over(name, this.house.clock + OVERLAP_MS)
			this.#give('key', name, key && access.rotateKey(key.id, { overlapMs: OVERLAP_MS }, 'system')?.key)
		},
		revoke: ({ access, name }) => {
			access.revokeKey(name)
			this.#over(name)
		},
		restart: ({ access, by }) => {
			this.house.close(access)
			this.#access[by] = this.house.open()
		},
		move: ({ access, n }) => this.#take(access, n),
		wait: ({ n }) => {
			this.house.clock += n * 4
		},
	}

	/** As the hub does it: oldest first, some at a time. */
	#take(access: Access, most: number): void {
		const page = access.pending(most + 1)
		this.entries.push(...page.map(({ detail }) => detail))
		access.moved(page)
	}

	all(): readonly AccessDetail[] {
		return [
			...this.entries,
			...this.at(0)
				.pending(1_000)
				.map(({ detail }) => detail),
		]
	}

	#give(kind: Token['kind'], owner: string | undefined, secret: string | undefined): void {
		if (owner !== undefined && secret !== undefined) this.tokens.push({ kind, secret, owner, until: Infinity })
	}

	#over(owner: string | undefined, until = 0): void {
		for (const token of this.tokens) if (token.owner === owner) token.until = Math.min(token.until, until)
	}
}

function active(access: Access, name: string): KeyEntry | undefined {
	return access.listKeys().find(({ grant, revoked }) => grant.name === name && revoked === undefined)
}

function grantOf(access: Access, { kind, secret }: Token) {
	return kind === 'key' ? access.grantOfKey(secret) : access.grantOfSession(secret)
}

function check(world: World): void {
	const directory = world.all().reduce(directoryAfter, EMPTY_DIRECTORY)
	for (const access of [world.at(0), world.at(1)]) {
		expect(
			access
				.accounts()
				.map(({ account, role, state, version }) => [account, role, state, version])
				.toSorted(byText),
		).toEqual([...directory.accounts.values()].map(({ account, role, state, version }) => [account, role, state, version]).toSorted(byText))
		expect(
			access
				.listKeys()
				.map(({ id, revoked, grant }) => [id, revoked === undefined, grant.version])
				.toSorted(byText),
		).toEqual([...directory.keys.values()].map(({ key, state, version }) => [key, state === 'active', version]).toSorted(byText))
		for (const token of world.tokens) {
			const grant = grantOf(access, token)
			expect([token.kind, grant !== undefined]).toEqual([token.kind, world.house.clock < token.until])
			const { role, version } = directory.accounts.get(grant?.account ?? '') ?? grant ?? {}
			expect([grant?.role, grant?.version]).toEqual([role, version])
		}
	}
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
	return String(a) < String(b) ? -1 : 1
}

test('[Z1, Z2, Z4, Z8, Z11] whatever two processes do: the directory is the fold of the entries, and a secret lets in exactly as long as it should', () => {
	fc.assert(
		fc.property(steps, (taken) => {
			const world = new World()
			try {
				for (const step of taken) {
					world.run(step)
					check(world)
				}
				expect(world.at(0).correct(world.entries.reduce(directoryAfter, EMPTY_DIRECTORY), world.entries)).toEqual([])
				check(world)
			} finally {
				world.house.end()
			}
		}),
		{ numRuns: 12 },
	)
}, 90_000)
