import { nativeOf } from '@lagebild/model/ids.ts'
import { titleFieldOf } from '@lagebild/model/kinds/title.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import type { MapItem } from '../item.ts'
import { areaOf } from './area.ts'
import { inConflict, pointOf, standOf, words } from './facts.ts'
import type { ItemContext } from './facts.ts'

/** A thing of a kind that only a newer version knows: a plain point, or its outline, with its name. */
export function unknownItem(row: Row, measured: MeasuredRow | undefined, context: ItemContext): MapItem | undefined {
	const stand = standOf(row, measured, context)
	if (!stand) return undefined
	const position = pointOf(row, measured)
	const label = nameOf(row)
	const kind = context.texts.kind(row.kind)
	if (!position) return areaOf(row, { label, pattern: 'none', edge: 'dotted', boxed: false, words: [kind] }, context)
	return {
		type: 'mark',
		glyph: 'point',
		id: row.id,
		kind: row.kind,
		position,
		look: stand.look,
		label,
		title: words(kind, label, stand.words),
		conflict: inConflict(row),
		own: false,
		note: stand.note,
	}
}

function nameOf(row: Row): string {
	const field = titleFieldOf(row)
	const name = field === undefined ? undefined : new Map<string, unknown>(Object.entries(row.fields)).get(field)
	return typeof name === 'string' && name !== '' ? name : nativeOf(row.id)
}
