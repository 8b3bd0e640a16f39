import { createHash } from 'node:crypto'

import type { Account } from '@lagebild/access/port.ts'
import type { Access } from '@lagebild/access/store.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Person } from './claims.ts'
import type { Identity } from './provider.ts'

type Accounts = Pick<Access, 'accountById' | 'accountOfSubject' | 'bindSubject' | 'changeAccount' | 'createAccount' | 'endSessions'>

/** Why an account cannot be had although the provider vouches for the person. */
export type AccountFault = 'ended-account' | 'login-taken'

/**
 * The account of this person as the provider describes it now: made at the first sign-in, changed at each later one, and whoever is signed
 * in with it sees and may do from then on what it says. The person is who the provider's own id says, whatever the name or address.
 */
export function accountFor(access: Accounts, { issuer, subject }: Identity, person: Person): Result<Account, AccountFault> {
	const known = access.accountOfSubject({ issuer, subject })
	if (known === undefined) return created(access, { issuer, subject }, person)
	const { name, role, organisation = null, clearance, operations } = person
	const changed = access.changeAccount(known, { name, role, organisation, clearance, operations }, 'system')
	return changed.ok ? changed : fail('ended-account')
}

/** A person whom the provider no longer gives a role that counts here is signed out everywhere. */
export function signOutFormer(access: Accounts, { issuer, subject }: Identity): void {
	const known = access.accountOfSubject({ issuer, subject })
	if (known !== undefined) access.endSessions(`person-${known}`, undefined, 'the provider gives no role any more')
}

type Subject = Pick<Identity, 'issuer' | 'subject'>

/** Two people of one login are told apart by a part of their ids' hash. */
function created(access: Accounts, who: Subject, { login, ...person }: Person): Result<Account, AccountFault> {
	const first = access.createAccount({ login, ...person }, 'system')
	const account = first.ok ? first : access.createAccount({ login: withSuffix(login, who), ...person }, 'system')
	if (!account.ok) return fail('login-taken')
	access.bindSubject(who, account.value.account)
	return ok(account.value)
}

function withSuffix(login: string, { issuer, subject }: Subject): string {
	const mark = createHash('sha256')
		.update(JSON.stringify([issuer, subject]))
		.digest('hex')
		.slice(0, 6)
	return login.replace(/@[^@]*$/, (provider) => `-${mark}${provider}`)
}
