import type { KindLane, Policy } from './kind.ts'
import type { EntityKind } from './names.ts'
import { KIND_TRAITS } from './traits.ts'

const POLICIES = new Map<string, ReadonlyMap<string, Policy>>(
	Object.entries(KIND_TRAITS).map(([kind, { policies }]) => [kind, new Map(Object.entries(policies))]),
)

/** The policy of one field; `newest` for a field that this build does not know (a newer schema says so elsewhere). */
export function policyOf(kind: EntityKind, field: string): Policy {
	return POLICIES.get(kind)?.get(field) ?? 'newest'
}

export function laneOf(kind: EntityKind): KindLane {
	return KIND_TRAITS[kind].lane
}
