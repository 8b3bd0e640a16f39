import { mayDo } from '@lagebild/model/access/roles.ts'

import type { Facts } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'

/** Staff and whoever leads say where units belong; a unit says so of itself on its tablet. */
export function mayAssign(facts: Facts): boolean {
	const { session } = facts
	return !isReplay(facts) && session.state === 'in' && session.grant.role !== 'field' && mayDo(session.grant.role, 'unit', 'patch')
}
