import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'

import type { ListedOperation } from '../state/facts.ts'

export type MayWrite =
	| { readonly may: true }
	| { readonly may: false; readonly why: 'keeper' | 'role' | 'closed'; readonly keepers: string }

/** As the hub decides it (SPEC, A30): the named keeper alone, where nobody is named whoever has the duty. */
export function mayKeepDiary(grant: Grant, operation: ListedOperation): MayWrite {
	const held = operation.functions.filter((one) => one.function === 'diary-keeper')
	const keepers = held.map(({ name }) => name).join(', ')
	if (operation.state !== 'open') return { may: false, why: 'closed', keepers }
	if (held.some(({ credential }) => credential === grant.credential)) return { may: true }
	if (held.length > 0) return { may: false, why: 'keeper', keepers }
	return hasDutyIn(grant, 'diary', operation) ? { may: true } : { may: false, why: 'role', keepers }
}
