import { administered } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { accountOf, withLogin } from './accounts.ts'
import { FairQueue } from './fair-queue.ts'
import type { Issuing } from './issuing.ts'
import { hashPassword, passwordFault, passwordHolds } from './passwords.ts'
import type { Accounts, Slowed } from './port.ts'
import { textIn } from './rows.ts'
import { Throttle } from './throttle.ts'

/** When so many wait already. */
const QUEUE_MS = 2_000
/** Longer ones are no logins and no passwords. */
const MOST_LOGIN = 64
const MOST_PASSWORD = 1_024

const MISSING = fail(fault('not-found', 'there is no such active account'))
const WRONG = fail(fault('unauthenticated'))

export function openPasswords({ ledger, write }: Issuing): Pick<Accounts, 'setPassword' | 'removePassword'> {
	const { database } = ledger
	const remove = database.prepare('delete from passwords where account = ?')
	return {
		setPassword: async (id, password, by) => {
			const account = ledger.directory().accounts.get(id)
			if (account?.state !== 'active') return MISSING
			const hash = await preparedPassword(password, account.login)
			if (!hash.ok) return hash
			return write(() =>
				ledger.transact((say) => {
					const detail = ledger.known().accounts.get(id)
					if (detail?.state !== 'active') return MISSING
					storePassword(database, id, hash.value)
					say(administered(by, 'password set', `person-${id}`), by)
					return ok(accountOf(detail))
				}),
			)
		},
		removePassword: (id, by) =>
			ledger.transact((say) => {
				const detail = ledger.known().accounts.get(id)
				if (detail?.state !== 'active') return MISSING
				if (remove.run(id).changes > 0) say(administered(by, 'password removed', `person-${id}`), by)
				return ok(accountOf(detail))
			}),
	}
}

/** What people know. Only its hash is stored, and it is computed off the main thread, one at a time. */
export function openSignIn({ ledger, background }: Issuing): Pick<Accounts, 'checkPassword'> {
	const select = ledger.database.prepare('select hash from passwords where account = ?')
	const queue = new FairQueue()
	const tryOnce = openTries()
	/** Asked anew after the hash: the account may have ended, or the password be another one by then. */
	const known = (login: string): { readonly account?: DetailOf<'account'>; readonly hash?: string } => {
		const account = withLogin(ledger.directory(), login)
		const row = account && select.get(account.account)
		return { ...(account && { account }), ...(row && { hash: textIn(row, 'hash') }) }
	}
	/** A login that nobody has is not written down: it may be a password typed into the wrong field. */
	const refuse = (address: string, why: string, account?: DetailOf<'account'>): void => {
		const who = { ...(account && { login: account.login }), address: address.slice(0, 64) }
		background.record({ what: 'sign-in-refused', ...who, count: 1, why }, 'system')
	}
	return {
		checkPassword: async (typed, password, from) => {
			const address = typeof from === 'string' ? from : from.address
			const sender = typeof from === 'string' ? from : `browser ${from.browser}`
			const login = typed.trim().toLowerCase().slice(0, MOST_LOGIN)
			if (queue.full(sender)) {
				refuse(address, 'too many at once')
				return slowed(QUEUE_MS)
			}
			const { account, hash } = known(login)
			const tried = await queue.run(sender, login, () => tryOnce({ login, sender, password, hash }))
			const still = known(login)
			if (tried.wait === 0 && tried.holds && still.account && still.hash === hash) return ok(accountOf(still.account))
			refuse(address, tried.wait > 0 ? 'too many tries' : 'wrong login or password', account)
			return tried.wait > 0 ? slowed(tried.wait) : WRONG
		},
	}
}

type Try = { readonly login: string; readonly sender: string; readonly password: string; readonly hash: string | undefined }

/** A try that has to wait costs no hash. */
function openTries(): (one: Try) => Promise<{ readonly wait: number; readonly holds: boolean }> {
	const throttle = new Throttle()
	return async ({ login, sender, password, hash }) => {
		const wait = await throttle.take(login, sender)
		if (wait > 0) return { wait, holds: false }
		const holds = await passwordHolds(password.slice(0, MOST_PASSWORD), hash)
		if (holds) await throttle.forget(login, sender)
		return { wait, holds }
	}
}

const TOO_MANY_TRIES = 'Too many tries to sign in with this name or from this address; Retry-After says when the next one counts.'

function slowed(retryAfterMs: number): Result<never, Slowed> {
	return fail({ ...fault('too-many-requests', TOO_MANY_TRIES), retryAfterMs })
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
