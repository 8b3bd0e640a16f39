import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { addAccount } from './accounts.ts'
import { newId } from './ids.ts'
import type { Issuing } from './issuing.ts'
import type { Account, Invitation, InvitationRequest, Invitations } from './port.ts'
import { preparedPassword, storePassword } from './sign-in.ts'
import { givenIn } from './withdraw.ts'

const WEEK_MS = 7 * 86_400_000

export function openInvitations({ ledger, codes, write }: Issuing): Invitations {
	const { database, now } = ledger
	const openBy = (code: string): DetailOf<'invitation'> | undefined => openIn(ledger, givenIn(codes.look('invitation', code)).invitation)
	const accept = (code: string, as: { readonly login: string; readonly name?: string }, hash: string | undefined): Result<Account> =>
		ledger.transact((say) => {
			const detail = openBy(code)
			if (!detail) return fail(fault('unauthenticated'))
			const by = `invitation-${detail.invitation}`
			const account = addAccount(ledger.known(), { ...requestOf(detail), ...as }, (said) => say(said, by))
			if (!account.ok) return account
			codes.use('invitation', code)
			if (hash !== undefined) storePassword(database, account.value.account, hash)
			say({ ...detail, state: 'accepted' }, `person-${account.value.account}`)
			return account
		})
	return {
		invite: (request, by) =>
			ledger.transact((say) => {
				const detail = detailOf(request, now())
				say(detail, by)
				return {
					code: codes.make('invitation', { invitation: detail.invitation, by }, detail.expires),
					invitation: invitationOf(detail, now()),
				}
			}),
		invitationOf: (code) => {
			const detail = openBy(code)
			return detail && invitationOf(detail, now())
		},
		invitations: () => {
			const times = ledger.times('invitation')
			const created = ({ invitation }: Invitation): number => times.get(invitation)?.created ?? 0
			return [...ledger.directory().invitations.values()]
				.map((detail) => invitationOf(detail, now()))
				.toSorted((a, b) => created(a) - created(b) || (a.invitation < b.invitation ? -1 : 1))
		},
		revokeInvitation: (id, by) =>
			ledger.transact((say) => {
				const detail = openIn(ledger, id)
				if (detail) say({ ...detail, state: 'revoked' }, by)
				return detail !== undefined
			}),
		acceptInvitation: async (code, { password, ...as }) => {
			if (!openBy(code)) return fail(fault('unauthenticated'))
			if (password === undefined) return write(() => accept(code, as, undefined))
			const hash = await preparedPassword(password, as.login)
			return hash.ok ? write(() => accept(code, as, hash.value)) : hash
		},
	}
}

/** Open in the directory and in time; a code alone does not make it so. */
function openIn(ledger: Issuing['ledger'], id: string | undefined): DetailOf<'invitation'> | undefined {
	const detail = id === undefined ? undefined : ledger.directory().invitations.get(id)
	return detail?.state === 'open' && detail.expires > ledger.now() ? detail : undefined
}

function detailOf(request: InvitationRequest, now: number): DetailOf<'invitation'> {
	const { name, role, operations, organisation, clearance, ttlMs = WEEK_MS } = request
	const detail = AccessDetail.parse({
		what: 'invitation',
		invitation: newId(),
		for: name,
		role,
		...(organisation !== undefined && { organisation }),
		clearance: clearanceFor(role, clearance),
		operations,
		expires: Math.round(now + ttlMs),
		state: 'open',
	})
	if (detail.what !== 'invitation') throw new Error('an invitation was read as something else')
	return detail
}

function requestOf({ for: name, role, operations, organisation, clearance }: DetailOf<'invitation'>): Omit<InvitationRequest, 'ttlMs'> {
	return { name, role, operations, ...(organisation !== undefined && { organisation }), ...(clearance !== undefined && { clearance }) }
}

/** That it is over by the clock is no entry. */
function invitationOf({ what: _what, ...invitation }: DetailOf<'invitation'>, now: number): Invitation {
	const state = invitation.state === 'open' && invitation.expires <= now ? 'expired' : invitation.state
	return { ...invitation, clearance: clearanceFor(invitation.role, invitation.clearance), state }
}
