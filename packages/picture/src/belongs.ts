import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'

import { linkedTo, plain, stands } from './rows.ts'
import type { Rows } from './rows.ts'
import { canonicalOf } from './same.ts'
import { compareText } from './stamp.ts'

type SectionRow = RowOf<'section'>

/** A section as something belongs to it. Without an id it is a name that no visible section has. */
export type Belonging = { readonly id?: EntityId; readonly name: string }

/** Sections by how people write them; `undefined` where two sections have the same name. */
export type SectionNames = ReadonlyMap<string, EntityId | undefined>

function isSection(row: Row | undefined): row is SectionRow {
	return row?.kind === 'section'
}

/** How people name a section: its number, its name, or both. */
function namesOf({ fields: { name, number } }: SectionRow): readonly string[] {
	const both = name && number ? [`${number} ${name}`, `${number}, ${name}`] : []
	return [...(name ? [name] : []), ...(number ? [number] : []), ...both].map(plain)
}

/** P54: made once for many questions. */
export function sectionNames(rows: Rows): SectionNames {
	const names = new Map<string, EntityId | undefined>()
	for (const row of rows.values()) {
		if (!isSection(row) || !stands(row)) continue
		const id = canonicalOf(rows, row.id)
		for (const name of namesOf(row)) names.set(name, names.has(name) && names.get(name) !== id ? undefined : id)
	}
	return names
}

/**
 * P54: where a thing belongs: by the newest `assigned-to` (of a section: `part-of`) that names a visible section, else by the section
 * that it names in words.
 */
export function sectionOf(row: Row, rows: Rows, names: SectionNames = sectionNames(rows)): Belonging | undefined {
	const rel = row.kind === 'section' ? 'part-of' : 'assigned-to'
	const end = linkedTo(row, rows, { rel, kind: 'section' }).find(stands)
	if (end) return belongingTo(rows, canonicalOf(rows, end.id))
	const said = row.kind === 'unit' ? row.fields.section : undefined
	if (!said) return undefined
	const id = names.get(plain(said))
	return id === undefined ? { name: said.trim() } : belongingTo(rows, id)
}

function belongingTo(rows: Rows, id: EntityId): Belonging {
	const row = rows.get(id)
	return { id, name: isSection(row) ? sectionTitle(row) : id }
}

/** `EA 2 Hafen Mitte`; a number that stands in the name is not said twice. */
export function sectionTitle({ id, fields: { name, number } }: SectionRow): string {
	if (!name || !number || ` ${name} `.includes(` ${number} `)) return name ?? number ?? id
	return `${number} ${name}`
}

/** P54: the sections above a section, or what else a thing is part of, the next one first. A circle ends where it would begin again. */
export function wholesAbove(id: EntityId, rows: Rows): readonly EntityId[] {
	const above: EntityId[] = []
	const seen = new Set([id])
	for (let next = partOf(id, rows); next !== undefined && !seen.has(next); next = partOf(next, rows)) {
		seen.add(next)
		above.push(next)
	}
	return above
}

/**
 * P55, P56: what each of these is contained in, for figures. Of a circle the one with the smallest id contains the others and is in none of
 * them: were each of them in another, none would count.
 */
export function wholesOf(ids: readonly EntityId[], rows: Rows): ReadonlyMap<EntityId, readonly EntityId[]> {
	return new Map(ids.map((id) => [id, containing(id, wholesAbove(id, rows), rows)]))
}

function containing(id: EntityId, above: readonly EntityId[], rows: Rows): readonly EntityId[] {
	const top = above.at(-1)
	const isCircle = top !== undefined && partOf(top, rows) === id
	return isCircle ? above.filter((whole) => compareText(whole, id) < 0) : above
}

/** What a thing is a part of, when that is visible, of the same kind and stands. */
export function partOf(id: EntityId, rows: Rows): EntityId | undefined {
	const row = rows.get(id)
	const whole =
		row && linkedTo(row, rows, { rel: 'part-of', kind: row.kind }).find((end) => stands(end) && canonicalOf(rows, end.id) !== id)
	return whole && canonicalOf(rows, whole.id)
}
