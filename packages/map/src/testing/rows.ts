import type { Geometry } from '@lagebild/model/geo.ts'
import { entityId, seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'

import { textsDe } from '../items/texts-de.ts'

/** 21 November 2026, 21:04:10 in Hamburg. */
export const NOW = Date.UTC(2026, 10, 21, 20, 4, 10)
export const MINUTE = 60_000
export const CONTEXT = { now: NOW, texts: textsDe('Europe/Berlin') }

export const HERE: Geometry = { type: 'Point', coordinates: [9.97, 53.5456] }

type Rest<K extends EntityKind> = Partial<Omit<RowOf<K>, 'kind' | 'fields'>>

export function rowOf<K extends EntityKind>(kind: K, fields: Fields<K>, rest: Rest<K> = {}): RowOf<K> {
	const row: RowOf<K> = {
		id: entityId(kind, 'test', '1'),
		k: 1,
		v: seq(1),
		kind,
		fields,
		geometry: HERE,
		at: instant(NOW - MINUTE),
		sources: [],
		life: 'live',
		label: { level: 'internal' },
		...rest,
	}
	return row
}

export function measuredOf(row: { readonly id: MeasuredRow['id'] }, rest: Partial<MeasuredRow>): MeasuredRow {
	return { id: row.id, k: 1, v: seq(2), at: instant(NOW - MINUTE), source: 'test', ...rest }
}
