import type { Issuing } from './issuing.ts'
import type { Say } from './ledger.ts'
import type { By } from './port.ts'
import { bytesIn, textIn } from './rows.ts'

/** Within a transaction. */
export type Withdraw = (credential: string, because: { readonly say: Say; readonly by: By }) => void

/**
 * What a credential gave others when it might, and nobody has taken up: it holds no longer than the right to give it. A link into its own
 * account goes too: who made it may not reach what the account is now.
 */
export function openWithdraw({ ledger }: Pick<Issuing, 'ledger'>): Withdraw {
	const { database, now } = ledger
	const open = database.prepare(
		"select hash, content from codes where purpose in ('invitation', 'enrolment', 'account link') and used is null and expires > ?",
	)
	const use = database.prepare('update codes set used = ? where hash = ?')
	return (credential, { say, by }) => {
		for (const row of open.all(now())) {
			const { by: giver, invitation, account } = givenIn(JSON.parse(textIn(row, 'content')))
			if (giver !== credential && `person-${account}` !== credential) continue
			use.run(now(), bytesIn(row, 'hash'))
			const detail = invitation === undefined ? undefined : ledger.known().invitations.get(invitation)
			if (detail?.state === 'open') say({ ...detail, state: 'revoked' }, by)
		}
	}
}

type Given = { readonly by?: string; readonly invitation?: string; readonly account?: string }

/** What the code of an invitation, an enrolment or a link into an account opens, and who made it. */
export function givenIn(content: unknown): Given {
	if (typeof content !== 'object' || content === null) return {}
	const { by, invitation, account }: { readonly [name in keyof Given]?: unknown } = content
	return {
		...(typeof by === 'string' && { by }),
		...(typeof invitation === 'string' && { invitation }),
		...(typeof account === 'string' && { account }),
	}
}
