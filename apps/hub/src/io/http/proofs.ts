import type { Session } from '@lagebild/access/port.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

import { currentSession } from './access-sessions.ts'
import type { HubContext } from './context.ts'
import type { Call } from './route.ts'

/** For so long after it signed in, or proved who it is, a session may change how its person signs in. */
const PROOF_MS = 600_000

/** This session proved again who it is. */
export async function keepProof({ access, now }: HubContext, session: string): Promise<void> {
	await access.write(() => access.proveSession(session, now() + PROOF_MS))
}

function isProven({ access, now }: HubContext, { id, created }: Session): boolean {
	return now() < created + PROOF_MS || now() < access.provenUntil(id)
}

/** G10: a browser that somebody left signed in is no way into the account for ever. */
export function proofFault(context: HubContext, call: Pick<Call, 'principal'>): Fault | undefined {
	const session = currentSession(context, call)
	return session && (isProven(context, session) || hasNoWay(context, call)) ? undefined : fault('prove-again')
}

/** Its passkey was not made at the first start, or it signs in elsewhere: there is nothing to prove it with, and nothing to change yet. */
function hasNoWay({ access }: HubContext, { principal: { grant } }: Pick<Call, 'principal'>): boolean {
	const own = access.accounts().find(({ account }) => account === grant.account)
	return own !== undefined && !own.hasPassword && own.passkeys === 0
}
