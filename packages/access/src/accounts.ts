import type { Directory } from '@lagebild/model/access/directory.ts'
import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { Login } from '@lagebild/model/access/http.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { sourceOf } from './grants.ts'
import { newId } from './ids.ts'
import type { Issuing } from './issuing.ts'
import type { Account, AccountChange, AccountRequest, Accounts, By } from './port.ts'
import { numberIn, textIn } from './rows.ts'
import type { SignOut } from './sessions.ts'
import { openWithdraw } from './withdraw.ts'

type Changing = Pick<Accounts, 'createAccount' | 'changeAccount' | 'endAccount'>

export function openAccounts({ ledger }: Issuing, signOut: SignOut): Changing {
	const { database } = ledger
	const withdraw = openWithdraw({ ledger })
	const forget = database.prepare('delete from passwords where account = ?')
	const unlock = database.prepare('delete from passkeys where account = ?')
	const changing = (id: string, by: By, next: (detail: DetailOf<'account'>) => DetailOf<'account'>): Result<Account> =>
		ledger.transact((say) => {
			const detail = ledger.known().accounts.get(id)
			if (detail?.state !== 'active') return fail(fault('not-found', 'there is no such active account'))
			const after = { ...next(detail), version: detail.version + 1 }
			if (sameGrant(detail, after)) return ok(accountOf(detail))
			say(after, by)
			if (after.state === 'ended' || !sameRights(detail, after)) withdraw(`person-${id}`, { say, by })
			if (after.state === 'ended') {
				forget.run(id)
				unlock.run(id)
				signOut(`person-${id}`, { say, by, why: 'account ended' })
			}
			return ok(accountOf(after))
		})
	return {
		createAccount: (request, by) => ledger.transact((say) => addAccount(ledger.known(), request, (detail) => say(detail, by))),
		changeAccount: (id, change, by) => changing(id, by, (detail) => changed(detail, change)),
		endAccount: (id, by) => changing(id, by, (detail) => ({ ...detail, state: 'ended' })),
	}
}

type Looking = Pick<Accounts, 'accounts' | 'accountById' | 'accountByLogin'>

export function openAccountList({ ledger, used }: Issuing): Looking {
	const { database } = ledger
	const secured = database.prepare('select account from passwords')
	const counted = database.prepare('select account, count(*) as n from passkeys group by account')
	return {
		accounts: () => {
			const times = ledger.times('account')
			const passwords = new Set(secured.all().map((row) => textIn(row, 'account')))
			const passkeys = new Map(counted.all().map((row) => [textIn(row, 'account'), numberIn(row, 'n')]))
			const lastUsed = used.all()
			return [...ledger.directory().accounts.values()]
				.map((detail) => {
					const last = lastUsed.get(`person-${detail.account}`)
					return {
						...accountOf(detail),
						created: times.get(detail.account)?.created ?? 0,
						hasPassword: passwords.has(detail.account),
						passkeys: passkeys.get(detail.account) ?? 0,
						...(last !== undefined && { lastUsed: last }),
					}
				})
				.toSorted((a, b) => a.created - b.created || (a.account < b.account ? -1 : 1))
		},
		accountById: (id) => {
			const detail = ledger.directory().accounts.get(id)
			return detail && accountOf(detail)
		},
		accountByLogin: (login) => {
			const detail = withLogin(ledger.directory(), login)
			return detail && accountOf(detail)
		},
	}
}

export function accountOf({ what: _what, ...account }: DetailOf<'account'>): Account {
	return account
}

/** Within a transaction. */
export function addAccount(directory: Directory, request: AccountRequest, say: (detail: DetailOf<'account'>) => void): Result<Account> {
	const login = Login.safeParse(request.login)
	if (!login.success) return fail(fault('bad-message', login.error.issues[0]?.message, 'login'))
	const refused = takenFault(directory, login.data)
	if (refused) return fail(refused)
	const { name, role, operations, organisation, clearance, breakGlass } = request
	const detail = AccessDetail.parse({
		what: 'account',
		account: newId(),
		name,
		login: login.data,
		role,
		...(organisation !== undefined && { organisation }),
		clearance: clearanceFor(role, clearance),
		operations,
		state: 'active',
		...(breakGlass && { breakGlass }),
		version: 0,
	})
	if (detail.what !== 'account') throw new Error('an account was read as something else')
	say(detail)
	return ok(accountOf(detail))
}

/** Two people never share a slot of the picture, not even one after the other, and nobody speaks under the name of a system. */
function takenFault({ accounts, keys }: Directory, login: string): Fault | undefined {
	const source = sourceOf(login)
	const person = [...accounts.values()].some((one) => one.login === login || sourceOf(one.login) === source)
	const system = [...keys.values()].some((one) => one.source === source)
	return person || system ? fault('login-taken', undefined, 'login') : undefined
}

export function withLogin({ accounts }: Directory, login: string): DetailOf<'account'> | undefined {
	const wanted = Login.safeParse(login).data
	return wanted === undefined ? undefined : [...accounts.values()].find((one) => one.state === 'active' && one.login === wanted)
}

function changed(detail: DetailOf<'account'>, { name, role = detail.role, ...change }: AccountChange): DetailOf<'account'> {
	const { organisation: before, ...rest } = detail
	const { organisation = before, operations = detail.operations } = change
	const kept = role === detail.role ? detail.clearance : undefined
	const after = AccessDetail.parse({
		...rest,
		name: name ?? detail.name,
		role,
		operations,
		...(organisation !== null && organisation !== undefined && { organisation }),
		clearance: clearanceFor(role, change.clearance ?? kept),
	})
	if (after.what !== 'account') throw new Error('an account was read as something else')
	return after
}

function sameRights(before: DetailOf<'account'>, after: DetailOf<'account'>): boolean {
	return sameGrant({ ...before, name: after.name }, after)
}

function sameGrant(before: DetailOf<'account'>, after: DetailOf<'account'>): boolean {
	return JSON.stringify({ ...AccessDetail.parse(before), version: 0 }) === JSON.stringify({ ...AccessDetail.parse(after), version: 0 })
}
