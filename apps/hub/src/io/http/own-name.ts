import type { Access } from '@lagebild/access/store.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

import type { HubContext } from './context.ts'
import { Tries } from './tries.ts'

/** New names of one person in a minute: each is an entry in the journal of every operation that it reaches. */
const MOST_RENAMES = 5

export type OwnName = { readonly account: string; readonly name: string }

/** G7: nobody takes the name of somebody else, and nobody fills the journals with names. Undefined: it may be changed. */
export function openRenaming({ access, now }: Pick<HubContext, 'access' | 'now'>): (wanted: OwnName) => Fault | undefined {
	const tries = new Tries(MOST_RENAMES)
	return ({ account, name }) => {
		if (!tries.may(account, now())) return fault('too-many-requests')
		tries.fail(account, now())
		return isTaken(access, { account, name }) ? fault('not-allowed', 'somebody else has this name', 'name') : undefined
	}
}

function isTaken({ accounts }: Pick<Access, 'accounts'>, { account, name }: OwnName): boolean {
	const wanted = spoken(name)
	return accounts().some((one) => one.account !== account && one.state === 'active' && spoken(one.name) === wanted)
}

/** As people read it. */
function spoken(name: string): string {
	return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}
