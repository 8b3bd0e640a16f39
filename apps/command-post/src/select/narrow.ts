import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { sectionNames, sectionOf } from '@lagebild/picture/belongs.ts'
import type { SectionNames } from '@lagebild/picture/belongs.ts'

import type { Content, Thing } from '../state/facts.ts'
import { newestAt } from './life.ts'
import { memoLast } from './memo.ts'

type Rows = ReadonlyMap<EntityId, Row>

const MINUTE_MS = 60_000
/** Sections within sections within sections; a ring of them ends here. */
const DEEPEST = 8

/** What stands in a section or works for it. Everything else has no section and is never hidden for one. */
const OF_SECTIONS: ReadonlySet<Row['kind']> = new Set(['unit', 'incident', 'task', 'section'])

function isOfSections({ kind, fields }: Row): boolean {
	return OF_SECTIONS.has(kind) || (kind === 'area' && fields.role === 'section')
}

type Known = { readonly rows: Rows; readonly names: SectionNames }

const knownOf = memoLast((content: Content): Known => {
	const rows = new Map([...content.things].map(([id, { row }]) => [id, row]))
	return { rows, names: sectionNames(rows) }
})

/** The section a thing belongs to and those above it. */
function sectionsOf(row: Row, { rows, names }: Known): readonly EntityId[] {
	const found: EntityId[] = []
	let id = firstSection(row, { rows, names })
	while (id !== undefined && !found.includes(id) && found.length < DEEPEST) {
		found.push(id)
		const section = rows.get(id)
		id = section && sectionOf(section, rows, names)?.id
	}
	return found
}

function firstSection(row: Row, { rows, names }: Known): EntityId | undefined {
	if (row.kind === 'section') return row.id
	if (row.kind === 'area') return row.links?.find(({ rel, to, inbound }) => rel === 'about' && !inbound && to.startsWith('section:'))?.to
	return sectionOf(row, rows, names)?.id
}

function isIn(row: Row, section: EntityId | 'none', known: Known): boolean {
	if (!isOfSections(row)) return true
	const sections = sectionsOf(row, known)
	return section === 'none' ? sections.length === 0 : sections.includes(section)
}

/** What is left of the shown things under a section. */
export const ofSection = memoLast((shown: readonly Thing[], section: EntityId | 'none', content: Content): readonly Thing[] => {
	const known = knownOf(content)
	return shown.filter(({ row }) => isIn(row, section, known))
})

/** What was heard of within so many minutes. */
export const heardWithin = memoLast((shown: readonly Thing[], minutes: number, minute: number): readonly Thing[] => {
	const since = (minute - minutes) * MINUTE_MS
	return shown.filter((thing) => newestAt(thing) >= since)
})

export type Hidden = { readonly count: number; readonly alarmed: number }

/** How much the filter takes away, and how much of it has an alarm that nobody acknowledged. */
export const hiddenOf = memoLast((shown: readonly Thing[], visible: readonly Thing[], alarmed: ReadonlySet<EntityId>): Hidden => {
	const seen = new Set(visible.map(({ row }) => row.id))
	const hidden = shown.filter(({ row }) => !seen.has(row.id) && row.kind !== 'alarm')
	return { count: hidden.length, alarmed: hidden.filter(({ row }) => alarmed.has(row.id)).length }
})
