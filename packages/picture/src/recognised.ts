import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'

import { CALLED_BY, callNames, isMasterData, isUnit } from './call-names.ts'
import type { CalledBy } from './call-names.ts'
import { stands } from './rows.ts'
import type { Rows } from './rows.ts'

/** A unit of master data, and the one that reports under its name. */
export type Recognised = { readonly listed: EntityId; readonly reports: EntityId; readonly by: CalledBy }

/** Several could be meant, so that none is taken. */
export type Unsure = { readonly listed: readonly EntityId[]; readonly reports: readonly EntityId[]; readonly by: CalledBy }

export type Recognition = { readonly found: readonly Recognised[]; readonly unsure: readonly Unsure[] }

/** Things that are one already; `name` is the same for all of them. */
type Group = { readonly name: EntityId; readonly units: readonly RowOf<'unit'>[] }

type Sides = { readonly listed: readonly Group[]; readonly reports: readonly Group[] }

const NOBODY: Recognition = { found: [], unsure: [] }

/**
 * P80: which unit of master data reports by itself under another id: of one organisation where both name theirs, called alike, and nobody else
 * is. What was said to be the same (`nameOf`) is one already; what was said not to be is never taken for it.
 */
export function recognise(rows: Rows, nameOf: (id: EntityId) => EntityId): Recognition {
	const sides = sidesOf(rows, nameOf)
	if (sides.listed.length === 0 || sides.reports.length === 0) return NOBODY
	const found: Recognised[] = []
	const unsure: Unsure[] = []
	const taken = new Set<Group>()
	for (const by of CALLED_BY) {
		for (const pair of pairsBy(by, sides, taken)) {
			const [listed, reports] = [pair.listed[0], pair.reports[0]]
			if (pair.listed.length === 1 && pair.reports.length === 1 && listed && reports) {
				taken.add(listed).add(reports)
				found.push({ listed: listed.name, reports: reports.name, by })
			} else unsure.push({ listed: namesOf(pair.listed), reports: namesOf(pair.reports), by })
		}
	}
	const settled = new Set([...taken].map(({ name }) => name))
	return { found, unsure: unsure.filter(({ listed }) => listed.some((name) => !settled.has(name))) }
}

function namesOf(groups: readonly Group[]): readonly EntityId[] {
	return groups.map(({ name }) => name)
}

function sidesOf(rows: Rows, nameOf: (id: EntityId) => EntityId): Sides {
	const units = [...rows.values()].filter(isUnit).filter(stands)
	if (!units.some(isMasterData)) return { listed: [], reports: [] }
	const groups = [...Map.groupBy(units, ({ id }) => nameOf(id))].map(([name, members]) => ({ name, units: members }))
	return {
		listed: groups.filter((group) => group.units.every(isMasterData)),
		reports: groups.filter((group) => !group.units.some(isMasterData)),
	}
}

/** Those who are called alike and can be meant. */
function pairsBy(by: CalledBy, { listed, reports }: Sides, taken: ReadonlySet<Group>): readonly Sides[] {
	const free = (groups: readonly Group[]) => groups.filter((group) => !taken.has(group))
	const byName = groupsBy(by, free(reports))
	return [...groupsBy(by, free(listed))].flatMap(([name, called]) => meant(called, byName.get(name) ?? []))
}

function groupsBy(by: CalledBy, groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
	const byName = new Map<string, Group[]>()
	for (const group of groups) {
		for (const name of new Set(group.units.flatMap((unit) => callNames(unit)[by] ?? []))) {
			const held = byName.get(name)
			if (held) held.push(group)
			else byName.set(name, [group])
		}
	}
	return byName
}

/** Cut into those that can be meant by each other: one name in two organisations is two pairs. */
function meant(listed: readonly Group[], reports: readonly Group[]): readonly Sides[] {
	const pairs: { readonly listed: Set<Group>; readonly reports: Set<Group> }[] = []
	for (const group of listed) {
		const others = reports.filter((other) => mayBe(group, other))
		if (others.length === 0) continue
		const known = pairs.find((pair) => others.some((other) => pair.reports.has(other)))
		if (known) {
			known.listed.add(group)
			for (const other of others) known.reports.add(other)
		} else pairs.push({ listed: new Set([group]), reports: new Set(others) })
	}
	return pairs.map((pair) => ({ listed: [...pair.listed], reports: [...pair.reports] }))
}

function mayBe(a: Group, b: Group): boolean {
	return a.units.every((one) => b.units.every((other) => ofOneOrganisation(one, other) && !isApart(one, other)))
}

/** Who names none may be of any. */
function ofOneOrganisation(a: RowOf<'unit'>, b: RowOf<'unit'>): boolean {
	const [one, other] = [a.fields.organisation, b.fields.organisation]
	return !one || !other || one === other
}

function isApart(a: RowOf<'unit'>, b: RowOf<'unit'>): boolean {
	return (a.apart?.includes(b.id) ?? false) || (b.apart?.includes(a.id) ?? false)
}
