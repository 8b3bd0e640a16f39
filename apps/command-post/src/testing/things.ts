import { entityId, OperationId, seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import type { Claim, MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'

import type { Content, Thing } from '../state/facts.ts'

/** 21 November 2026, 21:04:10 in Hamburg. */
export const NOW = Date.UTC(2026, 10, 21, 20, 4, 10)
export const OPERATION = OperationId.parse('sturmflut')

type Said<K extends EntityKind> = { readonly native?: string; readonly fields: Fields<K> } & Partial<
	Omit<RowOf<K>, 'kind' | 'fields' | 'id'>
>

function rowOf<K extends EntityKind>(kind: K, { native = 'a', fields, ...rest }: Said<K>) {
	return {
		id: entityId(kind, 'test', native),
		k: 1,
		v: seq(1),
		kind,
		fields,
		at: instant(NOW),
		sources: [],
		life: 'live' as const,
		label: { level: 'internal' as const },
		...rest,
	}
}

export function unit(fields: Fields<'unit'>, more: Partial<Said<'unit'>> = {}): Row {
	return rowOf('unit', { ...more, fields })
}

export function track(fields: Fields<'track'>): Row {
	return rowOf('track', { fields })
}

export function gate(claims: readonly Claim[], more: Partial<Said<'facility'>> = {}): RowOf<'facility'> {
	return rowOf('facility', { claims, ...more, fields: { name: 'Tor', type: 'gate', ...more.fields } })
}

export function claim(value: string, rank: Claim['rank'], ageMs = 0): Claim {
	return { field: 'gate', value, rank, source: rank, at: instant(NOW - ageMs) }
}

export function gauge(name: string, more: Partial<Said<'sensor'>> = {}): RowOf<'sensor'> {
	return rowOf('sensor', {
		native: name.replaceAll(' ', '-'),
		...more,
		fields: { name, property: 'W', unit: 'cm', zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } }, ...more.fields },
	})
}

export function warning(fields: Fields<'warning'>, more: Partial<Said<'warning'>> = {}): Row {
	return rowOf('warning', { ...more, fields })
}

export function alarm(fields: Fields<'alarm'>, more: Partial<Said<'alarm'>> = {}): Row {
	return rowOf('alarm', { ...more, fields })
}

export function order(fields: Fields<'task'>, more: Partial<Said<'task'>> = {}): RowOf<'task'> {
	return rowOf('task', { ...more, fields })
}

export function feed(native: string, state: 'green' | 'amber' | 'red' | 'off'): Row {
	return rowOf('feed', { native, fields: { name: native, format: 'cap', state, since: '2026-11-21T19:00:00Z' } })
}

export function measured(row: Row, rest: Partial<MeasuredRow>): MeasuredRow {
	return { id: row.id, k: row.k, v: row.v, at: instant(NOW), source: 'test', ...rest }
}

export function thing<R extends Row>(row: R, values?: MeasuredRow): Thing & { readonly row: R } {
	return { row, operation: OPERATION, ...(values ? { measured: values } : {}) }
}

export function contentOf(...things: readonly Thing[]): Content {
	return { things: new Map(things.map((one) => [one.row.id, one])), rev: 1 }
}
