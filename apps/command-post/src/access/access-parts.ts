import { hasDuty, hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'

import type { ListedOperation } from '../state/facts.ts'

type Asking = { readonly grant: Grant; readonly operation: ListedOperation }
export type Part = 'people' | 'devices' | 'keys' | 'labels' | 'audit'

/** What this person manages here, by role and by function in this operation. */
export function partsFor({ grant, operation }: Asking): readonly Part[] {
	const may: Readonly<Record<Part, boolean>> = {
		people: hasDuty(grant.role, 'accounts') || hasDutyIn(grant, 'functions', operation),
		devices: hasDutyIn(grant, 'devices', operation),
		keys: hasDuty(grant.role, 'keys'),
		/** These are about all operations. */
		labels: grant.operations === 'all' && hasDuty(grant.role, 'labels'),
		audit: grant.operations === 'all' && hasDuty(grant.role, 'audit'),
	}
	const parts = ['people', 'devices', 'keys', 'labels', 'audit'] as const satisfies readonly Part[]
	return parts.filter((part) => may[part])
}

export function managesAccess(grant: Grant, operation: ListedOperation): boolean {
	return partsFor({ grant, operation }).length > 0
}
