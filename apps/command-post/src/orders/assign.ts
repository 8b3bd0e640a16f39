import type { EntityId } from '@lagebild/model/ids.ts'

import { stating } from '../api/statements.ts'
import type { Said, Statement } from '../api/statements.ts'
import type { Thing } from '../state/facts.ts'

type Things = ReadonlyMap<EntityId, Thing>
type Links = NonNullable<Said['links']>

/** Sections that a unit is assigned to by a link. */
function sectionsOf(things: Things, id: EntityId): readonly EntityId[] {
	const links = things.get(id)?.row.links ?? []
	return links.flatMap(({ rel, to, inbound }) => (rel === 'assigned-to' && !inbound && to.startsWith('section:') ? [to] : []))
}

/** Puts each unit into this section and out of every other; nothing is said of those that are there already. */
export function assigning(things: Things, units: readonly EntityId[], section: EntityId): readonly Statement[] {
	return units.flatMap((id) => {
		const before = sectionsOf(things, id)
		if (!id.startsWith('unit:') || (before.length === 1 && before[0] === section)) return []
		return [moving(id, [{ rel: 'assigned-to', to: section }, ...before.filter((to) => to !== section).map(out)])]
	})
}

function out(to: EntityId): Links[number] {
	return { rel: 'assigned-to', to, removed: true }
}

function moving(id: EntityId, links: Links): Statement {
	return stating({ kind: 'unit', entity: id, links })
}

/** Says the contrary of what was said: out of where they came, and back to where they were. */
export function undoing(statements: readonly Statement[]): readonly Statement[] {
	return statements.flatMap(({ kind, entity, links }) => {
		const back = (links ?? []).map(({ rel, to, removed }) => (removed ? { rel, to } : { rel, to, removed: true as const }))
		return back.length === 0 ? [] : [stating({ kind, entity, links: back })]
	})
}
