import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { accountOf, withLogin } from './accounts.ts'
import { FairQueue } from './fair-queue.ts'
import type { Issuing } from './issuing.ts'
import { hashPassword, passwordFault, passwordHolds } from './passwords.ts'
import type { Account, Accounts, Slowed } from './port.ts'
import { textIn } from './rows.ts'
import { Throttle } from './throttle.ts'

/** When so many wait already. */
const QUEUE_MS = 2_000
/** Longer ones are no logins and no passwords. */
const MOST_LOGIN = 64
const MOST_PASSWORD = 1_024

type Passwords = Pick<Accounts, 'setPassword' | 'removePassword' | 'checkPassword'>

/** What people know. Only its hash is stored, and it is computed off the main thread, one at a time. */
export function openPasswords({ ledger }: Issuing): Passwords {
	const { database } = ledger
	const select = database.prepare('select hash from passwords where account = ?')
	const remove = database.prepare('delete from passwords where account = ?')
	const queue = new FairQueue()
	const throttle = new Throttle()
	const storedOf = (account: string): string | undefined => {
		const row = select.get(account)
		return row && textIn(row, 'hash')
	}
	const refuse = (address: string, why: string, login?: string): void => {
		ledger.record(
			{ what: 'sign-in-refused', ...(login !== undefined && { login }), address: address.slice(0, 64), count: 1, why },
			'system',
		)
	}
	const slowed = (retryAfterMs: number): Result<Account, Slowed> => fail({ ...fault('too-many-requests'), retryAfterMs })
	const missing = fail(fault('not-found', 'there is no such active account'))
	return {
		setPassword: async (id, password, by) => {
			const account = ledger.directory().accounts.get(id)
			if (account?.state !== 'active') return missing
			const weak = passwordFault(password, account.login)
			if (weak) return fail(weak)
			const hash = await hashPassword(password)
			return ledger.transact((say) => {
				const detail = ledger.known().accounts.get(id)
				if (detail?.state !== 'active') return missing
				storePassword(database, id, hash)
				say({ what: 'administered', credential: by, act: 'password set', of: `person-${id}` }, by)
				return ok(accountOf(detail))
			})
		},
		removePassword: (id, by) =>
			ledger.transact((say) => {
				const detail = ledger.known().accounts.get(id)
				if (detail?.state !== 'active') return missing
				if (remove.run(id).changes > 0) say({ what: 'administered', credential: by, act: 'password removed', of: `person-${id}` }, by)
				return ok(accountOf(detail))
			}),
		checkPassword: async (login, password, address) => {
			const typed = login.trim().toLowerCase().slice(0, MOST_LOGIN)
			if (queue.full(address)) {
				refuse(address, 'too many at once')
				return slowed(QUEUE_MS)
			}
			const account = withLogin(ledger.directory(), typed)
			const wait = await throttle.take(typed, address)
			if (wait > 0) {
				refuse(address, 'too many tries', account?.login)
				return slowed(wait)
			}
			const stored = account && storedOf(account.account)
			const holds = await queue.run(address, typed, () => passwordHolds(password.slice(0, MOST_PASSWORD), stored))
			const still = withLogin(ledger.directory(), typed)
			if (!holds || !still || still.account !== account?.account || storedOf(still.account) !== stored) {
				refuse(address, 'wrong login or password', account?.login)
				return fail(fault('unauthenticated'))
			}
			await throttle.forget(typed, address)
			return ok(accountOf(still))
		},
	}
}

export function storePassword(database: Issuing['ledger']['database'], account: string, hash: string): void {
	database
		.prepare('insert into passwords (account, hash) values (?, ?) on conflict (account) do update set hash = excluded.hash')
		.run(account, hash)
}

/** A hash to store, or why not. */
export async function preparedPassword(password: string, login: string): Promise<Result<string>> {
	const weak = passwordFault(password, login)
	return weak ? fail(weak) : ok(await hashPassword(password))
}
