import { labelOf } from './label.ts'
import type { Aspect, Entity } from './state.ts'
import { isRetracted } from './verdict.ts'

/** P11, P13: what other entities derive from this one: whether it is shown, retracted, and who sees it. */
export function linkedAspect(entity: Entity): Aspect {
	return { created: entity.created !== undefined, retracted: isRetracted(entity), label: labelOf(entity) }
}
