import type { LinkRel } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'

import { compareText } from './stamp.ts'

/** Rows that one viewer may see, by id. What is not in it does not exist here: no belonging is derived from anything hidden. */
export type Rows = ReadonlyMap<EntityId, Row>

type SectionRow = RowOf<'section'>

/** A section as something belongs to it. Without an id it is a name that no visible section has. */
export type Belonging = { readonly id?: EntityId; readonly name: string }

/** Sections by how people write them; `undefined` where two sections have the same name. */
export type SectionNames = ReadonlyMap<string, EntityId | undefined>

/** Neither over nor taken back: an ended section takes nobody any more. */
export function stands({ life }: Row): boolean {
	return life === 'live' || life === 'unconfirmed'
}

/** What a row says about its relation to visible things of a kind, the one that holds first. */
export function linkedTo(row: Row, rows: Rows, { rel, kind }: { readonly rel: LinkRel; readonly kind: EntityKind }): readonly Row[] {
	const ends = row.links?.filter((link) => link.rel === rel && !link.inbound) ?? []
	return ends.flatMap(({ to }) => {
		const end = rows.get(to)
		return end?.kind === kind ? [end] : []
	})
}

/** White space and case are no difference between two ways of writing a name. */
export function plain(text: string): string {
	return text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

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

/**
 * P53: the one thing that stands for all that are linked with it by `duplicates`, over visible rows only. A link that is taken back
 * parts them again: nothing is merged. What stands goes before what is over, what duplicates nobody before what does, then by id.
 */
export function canonicalOf(rows: Rows, id: EntityId): EntityId {
	const row = rows.get(id)
	if (!row?.links?.some(({ rel }) => rel === 'duplicates')) return id
	return foremost(sameAs(rows, row), rows).id
}

/** P53: of things that are one, what stands for them, made once for all of them. */
export function canonicalsOf(ids: readonly EntityId[], rows: Rows): ReadonlyMap<EntityId, EntityId> {
	const canonicals = new Map<EntityId, EntityId>()
	for (const id of ids) {
		const row = rows.get(id)
		if (!row || canonicals.has(id)) continue
		const same = sameAs(rows, row)
		const first = foremost(same, rows)
		for (const one of same) canonicals.set(one.id, first.id)
	}
	return canonicals
}

function foremost(same: Iterable<Row>, rows: Rows): Row {
	return [...same].reduce((a, b) => (comparePlace(a, b, rows) <= 0 ? a : b))
}

function sameAs(rows: Rows, start: Row): ReadonlySet<Row> {
	const same = new Set([start])
	for (const row of same) {
		for (const { rel, to } of row.links ?? []) {
			const other = rel === 'duplicates' ? rows.get(to) : undefined
			if (other?.kind === start.kind) same.add(other)
		}
	}
	return same
}

function comparePlace(a: Row, b: Row, rows: Rows): number {
	return Number(stands(b)) - Number(stands(a)) || Number(duplicates(a, rows)) - Number(duplicates(b, rows)) || compareText(a.id, b.id)
}

/** An end that is not visible is none. */
function duplicates(row: Row, rows: Rows): boolean {
	return linkedTo(row, rows, { rel: 'duplicates', kind: row.kind }).length > 0
}
