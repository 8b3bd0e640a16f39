import { mayDo } from '@lagebild/model/access/roles.ts'

import type { Facts } from '../state/facts.ts'

/** Staff and whoever leads say where units belong; a unit says so of itself on its tablet. */
export function mayAssign({ session }: Facts): boolean {
	return session.state === 'in' && session.grant.role !== 'field' && mayDo(session.grant.role, 'unit', 'patch')
}
