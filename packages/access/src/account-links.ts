import { administered } from '@lagebild/model/access/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'

import type { Issuing } from './issuing.ts'
import type { Account, Sessions } from './port.ts'
import type { Subjects } from './subjects.ts'

/** As long as the link of a first start. */
export const ACCOUNT_LINK_MS = 15 * 60_000

/** The way back into an account whose person has no other any more. */
export function openAccountLinks(
	{ ledger, codes }: Issuing,
	{ subjectOfAccount }: Pick<Subjects, 'subjectOfAccount'>,
): Pick<Sessions, 'createAccountLink'> {
	return {
		createAccountLink: (account, by) =>
			ledger.transact((say) => {
				const detail = ledger.known().accounts.get(account)
				const refused = refusal(detail, subjectOfAccount(account) !== undefined)
				if (refused) return fail(refused)
				say(administered(by, 'account link made', `person-${account}`), by)
				const expires = ledger.now() + ACCOUNT_LINK_MS
				return ok({ code: codes.make('account link', { account, by }, expires), expires })
			}),
	}
}

/** The account for emergencies is not entered in silence, and one of a provider by no door that the provider does not close. */
function refusal(account: Pick<Account, 'state' | 'breakGlass'> | undefined, elsewhere: boolean): Fault | undefined {
	if (account?.state !== 'active') return fault('not-found', 'there is no such active account')
	if (account.breakGlass) return fault('not-allowed', 'the account for emergencies gets a new password by: lagebild user break-glass')
	return elsewhere ? fault('not-allowed', 'this account signs in at its provider and has no other way in') : undefined
}
