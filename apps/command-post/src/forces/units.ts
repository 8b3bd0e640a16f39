import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { totalOf } from '@lagebild/model/strength.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { Forces, ForceSum, StatusClass } from '@lagebild/picture/figures-forces.ts'

import type { Thing } from '../state/facts.ts'

export type UnitThing = Thing & { readonly row: RowOf<'unit'> }

/** Units of one section, with the sums of all of it whatever the filter leaves. `name` is absent for those without a section. */
export type UnitGroup = { readonly key: string; readonly name?: string; readonly sum: ForceSum; readonly units: readonly UnitThing[] }

export const COLUMNS = ['callsign', 'type', 'status', 'since', 'strength', 'order', 'at'] as const
export type Column = (typeof COLUMNS)[number]
export type Sorting = { readonly column: Column; readonly descending: boolean }

/** What of the units is shown. `section`: with the sections below it. */
export type UnitFilter = {
	readonly section?: string | undefined
	readonly status: StatusClass | 'all'
	readonly organisation?: string | undefined
}

export const EVERY_UNIT: UnitFilter = { status: 'all' }
export const WITHOUT_SECTION = 'without'

/** When its status began: as the unit or its staff said, else when the status came. */
export function statusSince({ at, fieldAt, fields }: RowOf<'unit'>): Instant | undefined {
	const said = fields.since ? readIso(fields.since) : undefined
	if (said !== undefined) return said
	return fields.fms ? (fieldAt?.['fms'] ?? at) : undefined
}

function isUnit(thing: Thing | undefined): thing is UnitThing {
	return thing?.row.kind === 'unit'
}

/** Ids of a section and those below, so that choosing one shows what its sum counts. */
function inSection({ sections, withoutSection, all }: Forces, key: string | undefined): ReadonlySet<EntityId> {
	if (key === undefined) return new Set(all.ids)
	if (key === WITHOUT_SECTION) return new Set(withoutSection.ids)
	return new Set(sections.find((section) => keyOf(section) === key)?.all.ids)
}

export function keyOf({ id, name }: { readonly id?: EntityId; readonly name: string }): string {
	return id ?? `"${name}`
}

/** Sections with units that pass the filter, in their order; those without a section last. */
export function unitGroups(things: ReadonlyMap<EntityId, Thing>, forces: Forces, filter: UnitFilter): readonly UnitGroup[] {
	const wanted = inSection(forces, filter.section)
	const status = filter.status === 'all' ? undefined : new Set(forces.status[filter.status].ids)
	const passing = (sum: ForceSum) =>
		sum.ids.flatMap((id) => {
			const thing = wanted.has(id) && (status?.has(id) ?? true) ? things.get(id) : undefined
			return isUnit(thing) && isOf(thing, filter.organisation) ? [thing] : []
		})
	const groups = forces.sections.map((section) => ({ key: keyOf(section), name: section.name, sum: section.own }))
	return [...groups, { key: WITHOUT_SECTION, sum: forces.withoutSection }]
		.map((group) => ({ ...group, units: passing(group.sum) }))
		.filter(({ units }) => units.length > 0)
}

/** An organisation is chosen by its group or by its own name. */
function isOf({ row: { fields } }: UnitThing, organisation: string | undefined): boolean {
	return organisation === undefined || (fields.organisation ?? 'unknown') === organisation || fields.organisationName === organisation
}

const collator = new Intl.Collator('de', { numeric: true })
type Key = string | number

const SORT_KEYS: Readonly<Record<Column, (unit: UnitThing) => Key | null | undefined>> = {
	callsign: ({ row }) => row.fields.callsign,
	type: ({ row }) => row.fields.type,
	status: ({ row }) => row.fields.fms,
	since: ({ row }) => statusSince(row),
	strength: ({ row: { fields } }) => (fields.strength ? totalOf(fields.strength) : undefined),
	order: () => undefined,
	at: ({ measured }) => (measured?.position ? measured.at : undefined),
}

/** What is not known stands last in either direction; equals keep their order by call sign. */
export function sortUnits(units: readonly UnitThing[], { column, descending }: Sorting): readonly UnitThing[] {
	const turn = descending ? -1 : 1
	return units
		.map((unit) => ({ unit, key: SORT_KEYS[column](unit) ?? undefined, name: unit.row.fields.callsign ?? unit.row.id }))
		.toSorted((a, b) => turn * compareKeys(a.key, b.key, turn) || collator.compare(a.name, b.name))
		.map(({ unit }) => unit)
}

function compareKeys(a: Key | undefined, b: Key | undefined, turn: number): number {
	if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? turn : -turn
	return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}
