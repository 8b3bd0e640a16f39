import type { FmsClass, FmsScheme } from '@lagebild/model/fms.ts'
import { fmsMeaning } from '@lagebild/model/fms.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Organisation } from '@lagebild/model/kinds/words.ts'
import { addStrength, totalOf } from '@lagebild/model/strength.ts'
import type { Strength } from '@lagebild/model/strength.ts'

import { partOf, sectionNames, sectionOf, sectionTitle, wholesAbove, wholesOf } from './belongs.ts'
import type { Belonging } from './belongs.ts'
import { asOf, countedOf, idsOf, isStale, namedAll, saidAt } from './figure-parts.ts'
import type { AsOf, CountedOf, Counting, Named } from './figure-parts.ts'

export type StatusClass = FmsClass | 'unknown'
export const STATUS_CLASSES = ['free', 'bound', 'out', 'unknown'] as const satisfies readonly StatusClass[]

/** Sum over some units (P55). */
export type ForceSum = {
	readonly units: number
	readonly ids: readonly EntityId[]
	readonly strength: Strength & { readonly total: number }
	/** They said none: the sum is then too small. */
	readonly withoutStrength: readonly Named[]
	/** Their people are in the strength of the unit that they are a part of. */
	readonly within: readonly Named[]
	readonly status: Readonly<Record<StatusClass, number>>
	/** Units that wish to speak (5), and with priority (0), beside their status. */
	readonly overlays: { readonly '0': number; readonly '5': number }
	/** They count, and have not been heard of for too long. */
	readonly stale: readonly Named[]
	readonly asOf?: AsOf
}

/** `own`: assigned to it plainly; `all`: with the sections below. Without an id it is a name that no visible section has. */
export type SectionSum = {
	readonly id?: EntityId
	readonly name: string
	readonly above?: EntityId
	readonly own: ForceSum
	readonly all: ForceSum
}

export type OrganisationSum = {
	readonly organisation: Organisation | 'unknown'
	readonly sum: ForceSum
	/** By the organisations' own names; units without one are in `sum` only. */
	readonly names: readonly { readonly name: string; readonly sum: ForceSum }[]
}

export type Forces = {
	readonly all: ForceSum
	readonly sections: readonly SectionSum[]
	readonly withoutSection: ForceSum
	readonly organisations: readonly OrganisationSum[]
	readonly status: Readonly<Record<StatusClass, ForceSum>>
}

type Share = 'stated' | 'unsaid' | 'within' | 'composed'
type Unit = CountedOf<'unit'> & {
	readonly share: Share
	readonly status: StatusClass
	readonly section: Belonging | undefined
}

/** P55: Kräfteübersicht. */
export function forcesOf(counting: Counting, scheme: FmsScheme): Forces {
	const units = unitsOf(counting, scheme)
	return {
		all: sumOf(units),
		sections: sectionSums(counting, units),
		withoutSection: sumOf(units.filter(({ section }) => !section)),
		organisations: organisationSums(units),
		status: {
			free: sumOf(units.filter(({ status }) => status === 'free')),
			bound: sumOf(units.filter(({ status }) => status === 'bound')),
			out: sumOf(units.filter(({ status }) => status === 'out')),
			unknown: sumOf(units.filter(({ status }) => status === 'unknown')),
		},
	}
}

function unitsOf(counting: Counting, scheme: FmsScheme): readonly Unit[] {
	const { rows } = counting
	const names = sectionNames(rows)
	const counted = countedOf(counting, 'unit')
	const shares = sharesOf(counting, counted)
	return counted.map(({ row, standing }) => ({
		row,
		standing,
		share: shares.get(row.id) ?? 'unsaid',
		status: row.fields.fms ? fmsMeaning(row.fields.fms, row.fields, scheme).class : 'unknown',
		section: sectionOf(row, rows, names),
	}))
}

/** Who is a part of a unit that states its strength is in that figure; whose parts state theirs is made of them. */
function sharesOf({ rows }: Counting, units: readonly CountedOf<'unit'>[]): ReadonlyMap<EntityId, Share> {
	const wholes = wholesOf(idsOf(units), rows)
	const stating = new Set(idsOf(units.filter(({ row }) => row.fields.strength)))
	const isWithin = (id: EntityId) => wholes.get(id)?.some((whole) => stating.has(whole)) ?? false
	const within = idsOf(units).filter(isWithin)
	const stated = [...stating].filter((id) => !isWithin(id))
	const composed = stated.flatMap((id) => wholes.get(id) ?? [])
	return new Map<EntityId, Share>([
		...composed.map((id) => [id, 'composed'] as const),
		...within.map((id) => [id, 'within'] as const),
		...stated.map((id) => [id, 'stated'] as const),
	])
}

const NOBODY: Strength = { leaders: 0, subLeaders: 0, crew: 0 }

function sumOf(units: readonly Unit[]): ForceSum {
	const having = (share: Share) => units.filter((unit) => unit.share === share)
	const strength = having('stated').reduce((sum, { row }) => addStrength(sum, row.fields.strength ?? NOBODY), NOBODY)
	return {
		units: units.length,
		ids: idsOf(units),
		strength: { ...strength, total: totalOf(strength) },
		withoutStrength: namedAll(having('unsaid')),
		within: namedAll(having('within')),
		status: statusOf(units),
		overlays: { '0': overlaid(units, 0), '5': overlaid(units, 5) },
		stale: namedAll(units.filter(isStale)),
		...asOf(units.flatMap(timesOf)),
	}
}

function statusOf(units: readonly Unit[]): Record<StatusClass, number> {
	const counts = { free: 0, bound: 0, out: 0, unknown: 0 }
	for (const { status } of units) counts[status] += 1
	return counts
}

function overlaid(units: readonly Unit[], overlay: 0 | 5): number {
	return units.filter(({ row }) => row.fields.overlay === overlay).length
}

/** A unit that said neither is in the sum by its mere being there. */
function timesOf({ row }: Unit) {
	const { strength, fms } = row.fields
	if (!strength && !fms) return [row.at]
	return [...(strength ? [saidAt(row, 'strength')] : []), ...(fms ? [saidAt(row, 'fms')] : [])]
}

function sectionSums(counting: Counting, units: readonly Unit[]): readonly SectionSum[] {
	const { rows } = counting
	const own = Map.groupBy(
		units.filter(({ section }) => section),
		({ section }) => section?.id ?? `"${section?.name ?? ''}`,
	)
	const ids = new Set([...idsOf(countedOf(counting, 'section')), ...units.flatMap(({ section }) => section?.id ?? [])])
	const above = new Map([...ids].map((id) => [id, wholesAbove(id, rows)]))
	const sections = [...ids].map((id): SectionSum => {
		const all = units.filter(({ section }) => section?.id !== undefined && (section.id === id || above.get(section.id)?.includes(id)))
		const whole = partOf(id, rows)
		return { id, name: titleOf(counting, id), ...(whole && { above: whole }), own: sumOf(own.get(id) ?? []), all: sumOf(all) }
	})
	const words = [...own.values()].flatMap((group): SectionSum[] => {
		const name = group[0]?.section?.id === undefined ? group[0]?.section?.name : undefined
		return name === undefined ? [] : [{ name, own: sumOf(group), all: sumOf(group) }]
	})
	return [...sections, ...words].toSorted((a, b) => byName(a.name, b.name) || byName(a.id ?? '', b.id ?? ''))
}

function titleOf({ rows }: Counting, id: EntityId): string {
	const row = rows.get(id)
	return row?.kind === 'section' ? sectionTitle(row) : id
}

const collator = new Intl.Collator('de', { numeric: true })

function byName(a: string, b: string): number {
	return collator.compare(a, b)
}

function organisationSums(units: readonly Unit[]): readonly OrganisationSum[] {
	const groups = Map.groupBy(units, ({ row }) => row.fields.organisation ?? 'unknown')
	return [...groups]
		.map(([organisation, group]): OrganisationSum => ({ organisation, sum: sumOf(group), names: nameSums(group) }))
		.toSorted((a, b) => byName(a.organisation, b.organisation))
}

function nameSums(units: readonly Unit[]): OrganisationSum['names'] {
	const groups = Map.groupBy(units, ({ row }) => row.fields.organisationName ?? '')
	return [...groups]
		.filter(([name]) => name !== '')
		.map(([name, group]) => ({ name, sum: sumOf(group) }))
		.toSorted((a, b) => byName(a.name, b.name))
}
