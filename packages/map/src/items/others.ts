import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { MapItem, MarkGlyph, MarkItem } from '../item.ts'
import { areaOf } from './area.ts'
import { inConflict, pointOf, standOf, words } from './facts.ts'
import type { ItemContext } from './facts.ts'
import { labelPoint, lineCourse } from './label-point.ts'

/** Ships, aircraft and drones that are not ours. */
export function trackItem(row: RowOf<'track'>, measured: MeasuredRow | undefined, context: ItemContext): MarkItem | undefined {
	const position = pointOf(row, measured)
	const stand = standOf(row, measured, context)
	if (!position || !stand) return undefined
	const { name, type, navStatus, destination } = row.fields
	return {
		type: 'mark',
		glyph: moverGlyph(row.fields),
		id: row.id,
		kind: 'track',
		position,
		look: stand.look,
		label: name ?? '',
		title: words(name ?? context.texts.kind('track'), type, navStatus, destination, stand.words),
		conflict: inConflict(row),
		own: false,
		course: measured?.course,
		note: stand.note,
	}
}

/** Base stations, buoys and beacons, by their MMSI (ITU-R M.585). */
const FIXED = /^(?:00|99)/

function moverGlyph({ type, mmsi }: RowOf<'track'>['fields']): MarkGlyph {
	if (type && /drohne|drone|uas|uav/i.test(type)) return 'drone'
	if (mmsi?.startsWith('111')) return 'aircraft'
	if (mmsi && FIXED.test(mmsi)) return 'point'
	if (!mmsi && type && /aircraft|flugzeug|hubschrauber|helicopter|plane/i.test(type)) return 'aircraft'
	return 'vessel'
}

type Closure = RowOf<'closure'>

/** A barrier on the closed road; a closed stretch is drawn as well. A road that is open again is not on the map. */
export function closureItems(row: Closure, measured: MeasuredRow | undefined, context: ItemContext): readonly MapItem[] {
	if (row.fields.state === 'passable') return []
	const stretch = areaOf(row, { label: '', pattern: 'none', edge: 'closed', boxed: false, words: [] }, context)
	const barrier = barrierOf(row, measured, context)
	return [stretch, barrier].filter((item) => item !== undefined)
}

function barrierOf(row: Closure, measured: MeasuredRow | undefined, context: ItemContext): MarkItem | undefined {
	const { geometry } = row
	const { road, state, reason } = row.fields
	const stand = standOf(row, measured, context)
	const position = pointOf(row, measured) ?? (geometry ? labelPoint(geometry) : undefined)
	if (!stand || !position) return undefined
	const course = geometry ? lineCourse(geometry) : undefined
	return {
		type: 'mark',
		glyph: 'closure',
		id: row.id,
		kind: 'closure',
		position,
		look: stand.look,
		label: '',
		title: words(road ?? context.texts.kind('closure'), context.texts[closureWord(state)], reason, stand.words),
		conflict: inConflict(row),
		own: false,
		course: course === undefined ? undefined : course + 90,
		note: stand.note,
	}
}

/** Nothing said about the state: somebody thought it worth a closure. */
function closureWord(state: Closure['fields']['state']): 'closed' | 'restricted' {
	return state === 'restricted' ? 'restricted' : 'closed'
}

/** Orders, messages, figures and alarms with a place: a plain point with a name. */
export function pointItem(row: PointRow, measured: MeasuredRow | undefined, context: ItemContext): MapItem | undefined {
	const position = pointOf(row, measured)
	const stand = standOf(row, measured, context)
	const label = shortName(row, context)
	if (!stand) return undefined
	if (!position) return areaOf(row, { label, pattern: 'none', edge: 'dotted', boxed: false, words: [] }, context)
	return {
		type: 'mark',
		glyph: 'point',
		id: row.id,
		kind: row.kind,
		position,
		look: stand.look,
		label,
		title: words(context.texts.kind(row.kind), label, stand.words),
		conflict: inConflict(row),
		own: false,
		note: stand.note,
	}
}

const SHORT = 28

function shortName(row: PointRow, { texts }: ItemContext): string {
	const text = nameOf(row)
	if (!text) return texts.kind(row.kind)
	return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text
}

type PointRow = RowOf<'section'> | RowOf<'task'> | RowOf<'message'> | RowOf<'counter'> | RowOf<'contact'>

function nameOf(row: PointRow): string | null | undefined {
	switch (row.kind) {
		case 'section':
		case 'contact':
			return row.fields.name
		case 'task':
			return row.fields.order
		case 'message':
			return row.fields.text
		case 'counter':
			return row.fields.scope
	}
}
