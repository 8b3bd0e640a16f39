import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'

import { isMasterData } from './call-names.ts'
import { saidAt } from './figure-parts.ts'
import { registerPolicy } from './value.ts'

type Unit = RowOf<'unit'>
type Fields = Unit['fields']

/** `filled`: of whom it has what it does not say itself, by field, of keyed fields by `field.key`. */
export type Merged = { readonly row: Unit; readonly filled: ReadonlyMap<string, EntityId> }

const FIELDS = KIND_TRAITS.unit.fields.filter(isField)
const KEYED: ReadonlySet<string> = new Set(['equipment', 'supplies'])

/**
 * P81: several rows about one unit as one: who reports goes before master data, and of those who report the newest word, where the field is
 * decided so; what nobody of them says, the list says.
 */
export function mergedUnit(first: Unit, others: readonly Unit[]): Merged {
	const members = [first, ...others]
	const notes: Notes = { first, at: { ...first.fieldAt }, by: { ...first.fieldBy }, filled: new Map() }
	const place = placeIn(members, notes)
	const fields = fieldsIn(members, notes)
	const { at: fieldAt, by: fieldBy, filled } = notes
	return { row: { ...first, ...place, ...besideIn(members), fields, fieldAt, fieldBy, sources: sourcesIn(members) }, filled }
}

/** Whose word each field is, and since when, where that differs from the row's own. */
type Notes = {
	readonly first: Unit
	readonly at: Record<string, Unit['at']>
	readonly by: Record<string, string>
	readonly filled: Map<string, EntityId>
}

function fieldsIn(members: readonly Unit[], notes: Notes): Fields
function fieldsIn(members: readonly Unit[], notes: Notes): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		FIELDS.flatMap((field) => {
			const from = sayerOf(members, field)
			if (!from) return []
			note(notes, field, from)
			return [[field, KEYED.has(field) ? keysIn(members, field, notes) : from.fields[field]] as const]
		}),
	)
}

function isField(name: string): name is keyof Fields {
	return name in KIND_TRAITS.unit.policies
}

function sayerOf(members: readonly Unit[], field: keyof Fields): Unit | undefined {
	const saying = members.filter(({ fields }) => fields[field] !== undefined && fields[field] !== null)
	const reporting = saying.filter((member) => !isMasterData(member))
	const [first] = reporting
	if (!first) return saying[0] ?? members.find(({ fields }) => fields[field] !== undefined)
	if (registerPolicy('unit', field) !== 'newest') return first
	return reporting.reduce((newest, member) => (saidAt(member, field) > saidAt(newest, field) ? member : newest))
}

function note({ first, at, by, filled }: Notes, field: string, from: Unit): void {
	if (from === first) return
	filled.set(field, from.id)
	at[field] = saidAt(from, field)
	const source = from.fieldBy?.[field] ?? from.sources[0]?.source
	if (source !== undefined) by[field] = source
}

/** Each key by whom it comes first. */
function keysIn(members: readonly Unit[], field: keyof Fields, { first, filled }: Notes): Readonly<Record<string, unknown>> {
	const keys = new Map<string, unknown>()
	filled.delete(field)
	for (const { id, fields } of members) {
		for (const [key, value] of Object.entries(fields[field] ?? {})) {
			if (keys.has(key)) continue
			keys.set(key, value)
			if (id !== first.id) filled.set(`${field}.${key}`, id)
		}
	}
	return Object.fromEntries(keys)
}

function placeIn(members: readonly Unit[], notes: Notes): Partial<Unit> {
	const from = members.find(({ geometry }) => geometry)
	if (!from?.geometry) return {}
	note(notes, 'geometry', from)
	const { geometry, geometrySource, accuracyMetres } = from
	return { geometry, ...(geometrySource && { geometrySource }), ...(accuracyMetres !== undefined && { accuracyMetres }) }
}

function besideIn(members: readonly Unit[]): Partial<Unit> {
	const links = new Map(members.flatMap((member) => member.links ?? []).map((link) => [`${link.rel} ${link.to} ${link.inbound}`, link]))
	return {
		...some('links', [...links.values()]),
		...some(
			'conflicts',
			members.flatMap(({ conflicts }) => conflicts ?? []),
		),
		...some(
			'doubts',
			members.flatMap(({ doubts }) => doubts ?? []),
		),
		...some(
			'apart',
			members.flatMap(({ apart }) => apart ?? []),
		),
	}
}

function some<P extends string, T>(part: P, all: readonly T[]): { readonly [name in P]?: readonly T[] }
function some<T>(part: string, all: readonly T[]): Readonly<Record<string, readonly T[]>> {
	return all.length > 0 ? { [part]: all } : {}
}

function sourcesIn(members: readonly Unit[]): Row['sources'] {
	const all = members.flatMap(({ sources }) => sources)
	return all.filter(({ source }, at) => all.findIndex((one) => one.source === source) === at)
}

/** P81: the newest of what is measured of any of them. */
export function newestMeasured(all: readonly (MeasuredRow | undefined)[]): MeasuredRow | undefined {
	return all.reduce((newest, one) => (one && (!newest || one.at > newest.at) ? one : newest), undefined)
}
