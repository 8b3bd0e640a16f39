import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import type { Finding, Sight, Thing } from './finding.ts'
import { unitFindings } from './forces.ts'
import { gateFindings } from './gates.ts'
import { messageFindings, orderFindings } from './orders.ts'
import { sourceFindings } from './sources.ts'
import { waterFindings } from './water.ts'

const RULES: Readonly<Partial<Record<EntityKind, (thing: Thing, sight: Sight) => readonly Finding[]>>> = {
	sensor: waterFindings,
	facility: gateFindings,
	message: messageFindings,
	task: orderFindings,
	unit: unitFindings,
	feed: sourceFindings,
}

/** Kinds that rules speak of: nothing else is looked at. */
export function isWatched(kind: EntityKind): boolean {
	return RULES[kind] !== undefined
}

/** R1: from the picture and the clock alone. */
export function findingsOf(things: Iterable<Thing>, sight: Sight): readonly Finding[] {
	const { enabled, off } = sight.config
	if (!enabled) return []
	const found: Finding[] = []
	for (const thing of things) found.push(...(RULES[thing.row.kind]?.(thing, sight) ?? []))
	return found.filter(({ rule }) => !off.includes(rule))
}
