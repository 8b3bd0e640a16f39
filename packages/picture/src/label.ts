import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Label, Level } from '@lagebild/model/label.ts'

import type { Entity } from './state.ts'

/** P9: the last `classify` in journal order, else the label of the first upsert. */
export function labelOf(entity: Entity): Label {
	return entity.seldom.classified?.label ?? entity.label ?? DEFAULT_LABEL
}

const LEVELS: Readonly<Record<Level, number>> = { open: 0, internal: 1, restricted: 2 }

/** P13: everybody who sees something labelled `shown` may also see something labelled `other`. */
export function coveredBy(other: Label, shown: Label): boolean {
	if (LEVELS[other.level] > LEVELS[shown.level]) return false
	const allowed = other.organisations ?? []
	const seers = shown.organisations ?? []
	return allowed.length === 0 || (seers.length > 0 && seers.every((organisation) => allowed.includes(organisation)))
}
