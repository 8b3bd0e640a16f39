import type { Geometry } from '@lagebild/model/geo.ts'
import { entityId, seq } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'

export const NOW = instant(Date.UTC(2026, 10, 21, 20, 4, 10))
const MINUTE = 60_000

export const rows: Row[] = []
export const measured = new Map<EntityId, MeasuredRow>()

type Extra<K extends EntityKind> = Partial<Pick<RowOf<K>, 'life' | 'lifeAt' | 'conflicts' | 'claims' | 'confidence' | 'validity'>> & {
	readonly minutes?: number
}

let count = 0

export function row<K extends EntityKind>(
	kind: K,
	fields: Fields<K>,
	place: Geometry | ({ readonly geometry: Geometry } & Extra<K>),
): RowOf<K> {
	count += 1
	const { geometry, minutes = 1, ...rest } = 'geometry' in place ? place : { geometry: place }
	const made: RowOf<K> = {
		id: entityId(kind, 'harness', String(count)),
		k: count,
		v: seq(count),
		kind,
		fields,
		geometry,
		at: instant(NOW - minutes * MINUTE),
		sources: [],
		life: 'live',
		label: { level: 'internal' },
		...rest,
	}
	return made
}

export const point = (lng: number, lat: number): Geometry => ({ type: 'Point', coordinates: [lng, lat] })
export const polygon = (...ring: [number, number][]): Geometry => ({ type: 'Polygon', coordinates: [[...ring, ring[0] ?? [0, 0]]] })

type UnitFields = Fields<'unit'>

export function unit(fields: UnitFields, [lng, lat]: readonly [number, number], extra: Extra<'unit'> = {}): void {
	const made = row('unit', fields, { geometry: point(lng, lat), ...extra })
	rows.push(made)
	measured.set(made.id, { id: made.id, k: made.k, v: made.v, at: made.at, position: { lat, lng }, source: 'harness' })
}

export function gauge(
	name: string,
	[lng, lat]: readonly [number, number],
	[value, trend, minutes]: readonly [number | null, number, number],
): void {
	const made = row(
		'sensor',
		{ name, property: 'W', unit: 'cm', zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } }, everyMs: MINUTE },
		point(lng, lat),
	)
	rows.push(made)
	measured.set(made.id, { id: made.id, k: made.k, v: made.v, at: instant(NOW - minutes * MINUTE), value, trend, source: 'harness' })
}

type Gate = NonNullable<Fields<'facility'>['gate']>

export function gate(
	name: string,
	[lng, lat]: readonly [number, number],
	{ state, late = false, other }: { state: Gate; late?: boolean; other?: Gate },
): void {
	const claim = (value: Gate, source: string) => ({ field: 'gate', value, source, rank: 'device' as const, at: NOW })
	const fields = { name, type: 'gate', gate: state, ...(late ? { closeBy: '2026-11-21T19:50:00Z' } : {}) } as const
	const said = other ? { claims: [claim(state, 'a'), claim(other, 'b')], conflicts: [claim(other, 'b')] } : { claims: [claim(state, 'a')] }
	rows.push(row('facility', fields, { geometry: point(lng, lat), ...said }))
}

export function track(name: string, [lng, lat]: readonly [number, number], course?: number): void {
	const made = row('track', { name, mmsi: '211000000', type: 'Cargo' }, point(lng, lat))
	rows.push(made)
	measured.set(made.id, {
		id: made.id,
		k: made.k,
		v: made.v,
		at: made.at,
		position: { lat, lng },
		source: 'harness',
		...(course === undefined ? {} : { course }),
	})
}
