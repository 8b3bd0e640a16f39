import type { RowStatement } from '@lagebild/feeds/master-data/row.ts'
import type { Link } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { FieldChange } from '@lagebild/model/master-data.ts'

import type { SectionIndex } from './sections.ts'
import type { Brought } from './view.ts'

export type Linked = { readonly links: readonly Link[]; readonly changes: readonly FieldChange[] }

const NOTHING: Linked = { links: [], changes: [] }

/**
 * Section of a unit (`assigned-to`), larger section of a section (`part-of`): by link where the section is there, and by its name besides.
 * Whom a person has put elsewhere since stays there.
 */
export function linksFor(
	statement: RowStatement,
	entity: EntityId,
	{ sections, known }: { readonly sections: SectionIndex; readonly known: Brought | undefined },
): Linked {
	const wish = wishOf(statement, entity)
	if (!wish) return NOTHING
	const { rel } = wish
	const target = targetOf(wish, entity, sections)
	const said = (known?.words.links ?? []).filter((link) => link.rel === rel).map(({ to }) => to)
	if (isSaid(said, target) || (known && putElsewhere(known, rel, said))) return NOTHING
	return linked(rel, said, target)
}

function targetOf({ text }: Wish, entity: EntityId, { find }: SectionIndex): EntityId | undefined {
	const found = text === undefined ? undefined : find(text)
	return found === entity ? undefined : found
}

function linked(rel: Wish['rel'], said: readonly EntityId[], target: EntityId | undefined): Linked {
	const removed = said.filter((to) => to !== target).map((to) => ({ rel, to, removed: true }))
	const added = target === undefined || said.includes(target) ? [] : [{ rel, to: target }]
	const change = { field: rel, ...(said[0] !== undefined && { before: said[0] }), ...(target !== undefined && { after: target }) }
	return { links: [...removed, ...added], changes: [change] }
}

type Wish = { readonly rel: 'part-of' | 'assigned-to'; readonly text: string | undefined }

/** Undefined when the file has no column for it. */
function wishOf({ covers, parent, section }: RowStatement, entity: EntityId): Wish | undefined {
	if (entity.startsWith('section:')) return covers.includes('part-of') ? { rel: 'part-of', text: parent } : undefined
	return covers.includes('section') ? { rel: 'assigned-to', text: section } : undefined
}

function isSaid(said: readonly EntityId[], target: EntityId | undefined): boolean {
	return target === undefined ? said.length === 0 : said.length === 1 && said[0] === target
}

function putElsewhere({ row }: Brought, rel: Link['rel'], said: readonly EntityId[]): boolean {
	return (row.links ?? []).some((link) => link.rel === rel && !link.inbound && !said.includes(link.to))
}
