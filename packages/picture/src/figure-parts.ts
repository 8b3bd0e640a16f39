import type { EntityId } from '@lagebild/model/ids.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Rows } from './rows.ts'
import { compareText } from './stamp.ts'
import type { Standing } from './standing.ts'

/** A thing that counts: neither over nor the duplicate of another (P55). */
export type Counted = { readonly row: Row; readonly standing: Standing }
export type CountedOf<K extends EntityKind> = Counted & { readonly row: RowOf<K> }

/** All that this viewer may see, and of it what counts, by id. */
export type Counting = { readonly rows: Rows; readonly counted: readonly Counted[] }

export type Named = { readonly id: EntityId; readonly name: string }

/** Times of the oldest and the newest report that a figure is made of. */
export type AsOf = { readonly oldest: Instant; readonly newest: Instant }

export function countedOf<K extends EntityKind>({ counted }: Counting, kind: K): readonly CountedOf<K>[] {
	return counted.filter((one): one is CountedOf<K> => one.row.kind === kind)
}

/** When a field was said. */
export function saidAt({ at, fieldAt }: Pick<Row, 'at' | 'fieldAt'>, field: string): Instant {
	return fieldAt?.[field] ?? at
}

export function asOf(times: readonly Instant[]): { readonly asOf?: AsOf } {
	const sorted = times.toSorted((a, b) => a - b)
	const [oldest, newest] = [sorted[0], sorted.at(-1)]
	return oldest === undefined || newest === undefined ? {} : { asOf: { oldest, newest } }
}

/** Name of a row in one line, as its sources write it. */
export function nameOf(row: Row): string {
	const fields: Readonly<Record<string, unknown>> = row.fields
	const title = fields[KIND_TRAITS[row.kind].title]
	return typeof title === 'string' && title !== '' ? title : partsOf(row.id).native
}

export function named(row: Row): Named {
	return { id: row.id, name: nameOf(row) }
}

export function namedAll(counted: readonly Counted[]): readonly Named[] {
	return counted.map(({ row }) => named(row))
}

export function idsOf(counted: readonly Counted[]): readonly EntityId[] {
	return counted.map(({ row }) => row.id)
}

export function isStale({ standing }: Counted): boolean {
	return standing.state === 'stale' || standing.state === 'unconfirmed'
}

export function byId(a: Counted, b: Counted): number {
	return compareText(a.row.id, b.row.id)
}

/** Sum of those that are known. */
export function total(values: readonly (number | null | undefined)[]): number {
	return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}
