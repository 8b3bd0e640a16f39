import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'

import type { MapItem, MarkGlyph, MarkItem } from '../item.ts'
import { areaOf } from './area.ts'
import { inConflict, lookOf, moverStale, pointOf, stateWords, unconfirmedStale, words } from './facts.ts'
import type { ItemContext } from './facts.ts'
import { labelPoint, lineCourse } from './label-point.ts'

/** Ships, aircraft and drones that are not ours. */
export function trackItem(row: RowOf<'track'>, measured: MeasuredRow | undefined, context: ItemContext): MarkItem | undefined {
	const position = pointOf(row, measured)
	const look = lookOf(row, context.now)
	if (!position || !look) return undefined
	const { name, type, destination } = row.fields
	const stale = moverStale(row, measured, context)
	const course = measured?.course
	return {
		type: 'mark',
		glyph: moverGlyph(row.fields),
		id: row.id,
		kind: 'track',
		position,
		look,
		label: name ?? '',
		title: words(name ?? context.texts.kind('track'), type, destination, stale.stale, stateWords(row, context)),
		conflict: inConflict(row),
		own: false,
		...(course === undefined ? {} : { course }),
		...stale,
	}
}

function moverGlyph({ type, mmsi }: RowOf<'track'>['fields']): MarkGlyph {
	if (type && /drohne|drone|uas|uav/i.test(type)) return 'drone'
	if (!mmsi && type && /aircraft|flugzeug|hubschrauber|helicopter|plane/i.test(type)) return 'aircraft'
	return 'vessel'
}

/** A barrier on the closed road; a closed stretch is drawn as well. A road that is open again is not on the map. */
export function closureItems(row: RowOf<'closure'>, measured: MeasuredRow | undefined, context: ItemContext): readonly MapItem[] {
	const { road, state, reason } = row.fields
	const look = lookOf(row, context.now)
	if (!look || state === 'passable') return []
	const { geometry } = row
	const { texts } = context
	const stretch = areaOf(row, { label: '', pattern: 'none', edge: 'closed', boxed: false, words: [] }, context)
	const position = pointOf(row, measured) ?? (geometry ? labelPoint(geometry) : undefined)
	if (!position) return []
	const course = geometry ? lineCourse(geometry) : undefined
	const barrier: MarkItem = {
		type: 'mark',
		glyph: 'closure',
		id: row.id,
		kind: 'closure',
		position,
		look,
		label: '',
		title: words(road ?? texts.kind('closure'), texts[state ?? 'closed'], reason, stateWords(row, context)),
		conflict: inConflict(row),
		own: false,
		...(course === undefined ? {} : { course: course + 90 }),
		...unconfirmedStale(row, context),
	}
	return stretch ? [stretch, barrier] : [barrier]
}

/** Orders, messages, figures and alarms with a place: a plain point with a name. */
export function pointItem(row: Row, measured: MeasuredRow | undefined, context: ItemContext): MapItem | undefined {
	const position = pointOf(row, measured)
	const look = lookOf(row, context.now)
	const label = shortName(row, context)
	if (!look) return undefined
	if (!position) return areaOf(row, { label, pattern: 'none', edge: 'dotted', boxed: false, words: [] }, context)
	return {
		type: 'mark',
		glyph: 'point',
		id: row.id,
		kind: row.kind,
		position,
		look,
		label,
		title: words(context.texts.kind(row.kind), label, stateWords(row, context)),
		conflict: inConflict(row),
		own: false,
		...unconfirmedStale(row, context),
	}
}

const SHORT = 28

function shortName({ kind, fields }: Row, { texts }: ItemContext): string {
	const [text] = [
		textOf(fields, 'name'),
		textOf(fields, 'title'),
		textOf(fields, 'order'),
		textOf(fields, 'text'),
		textOf(fields, 'scope'),
	].filter((found) => found !== undefined)
	if (!text) return texts.kind(kind)
	return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text
}

function textOf(fields: object, name: string): string | undefined {
	const found = Object.entries(fields).find(([field]) => field === name)?.[1]
	return typeof found === 'string' ? found : undefined
}
