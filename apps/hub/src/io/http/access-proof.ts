import { OwnProof } from '@lagebild/model/access/http.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { passwordHolds, withAccount } from './access-account.ts'
import type { AccountCall } from './access-account.ts'
import { currentSession } from './access-sessions.ts'
import { accountByPasskey } from './access-sign-in.ts'
import { auditCode } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { keepProof } from './proofs.ts'
import { readShaped, strangerOf } from './public-post.ts'

/** Whoever sits here is still the person of this session. */
export function postOwnProof(context: HubContext): RequestHandler {
	return withAccount(context, async (call) => {
		const said = await readShaped(call, OwnProof)
		const proven = said.ok ? await provenBy(context, call, said.value) : said
		const session = currentSession(context, call)
		if (!proven.ok) sendFault(call.response, proven.fault)
		else if (!session) sendFault(call.response, fault('unauthenticated'))
		else {
			await keepProof(context, session.id)
			call.response.status(204).end()
		}
	})
}

function provenBy(context: HubContext, call: AccountCall, { password, passkey }: z.infer<typeof OwnProof>): Promise<Result<unknown>> {
	return passkey === undefined
		? passwordHolds(context, call, { said: password ?? '', path: 'password' })
		: passkeyHolds(context, call, passkey)
}

type Passkey = NonNullable<z.infer<typeof OwnProof>['passkey']>

/** One of another account proves nothing here. */
async function passkeyHolds(context: HubContext, call: AccountCall, passkey: Passkey): Promise<Result<unknown>> {
	const stranger = strangerOf(call.request, call.response)
	const own = context.access.passkeysOf(call.account).some(({ id }) => id === passkey.id)
	const account = own ? await accountByPasskey(context, stranger, passkey) : fail(fault('unauthenticated'))
	if (account.ok) return ok(true)
	auditCode(context, stranger, 'passkey')
	return fail(fault('not-allowed', 'this passkey does not hold for this account', 'passkey'))
}
