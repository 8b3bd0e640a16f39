import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

import { currentSession } from './access-sessions.ts'
import type { HubContext } from './context.ts'
import type { Call } from './route.ts'

/** For so long after it signed in, or proved who it is, a session may change how its person signs in. */
const PROOF_MS = 600_000

/** Sessions that proved again who they are, in the memory of this hub. */
export class Proofs {
	readonly #until = new Map<string, number>()
	readonly #now: () => number

	constructor(now: () => number) {
		this.#now = now
	}

	give(session: string): void {
		const now = this.#now()
		for (const [known, until] of this.#until) if (until <= now) this.#until.delete(known)
		this.#until.set(session, now + PROOF_MS)
	}

	holds({ id, created }: { readonly id: string; readonly created: number }): boolean {
		const now = this.#now()
		return now < created + PROOF_MS || now < (this.#until.get(id) ?? 0)
	}
}

/** G10: a browser that somebody left signed in is no way into the account for ever. */
export function proofFault(context: HubContext, call: Pick<Call, 'principal'>): Fault | undefined {
	const session = currentSession(context, call)
	return session && (context.proofs.holds(session) || hasNoWay(context, call)) ? undefined : fault('prove-again')
}

/** Its passkey was not made at the first start, or it signs in elsewhere: there is nothing to prove it with, and nothing to change yet. */
function hasNoWay({ access }: HubContext, { principal: { grant } }: Pick<Call, 'principal'>): boolean {
	const own = access.accounts().find(({ account }) => account === grant.account)
	return own !== undefined && !own.hasPassword && own.passkeys === 0
}
