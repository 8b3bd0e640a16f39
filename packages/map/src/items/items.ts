import type { EntityId } from '@lagebild/model/ids.ts'
import { isKnownKind } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'

import type { MapItem } from '../item.ts'
import { areaItem, warningItem } from './area.ts'
import { withDoubts } from './doubt.ts'
import { facilityItem } from './facility.ts'
import type { ItemContext } from './facts.ts'
import { incidentItem } from './incident.ts'
import { withLabel } from './label.ts'
import { closureItems, pointItem, trackItem } from './others.ts'
import { sensorItem } from './sensor.ts'
import { unitItem } from './unit.ts'
import { unknownItem } from './unknown.ts'

type Reader<K extends EntityKind> = (row: RowOf<K>, measured: MeasuredRow | undefined, context: ItemContext) => readonly MapItem[]

const one = (item: MapItem | undefined): readonly MapItem[] => (item ? [item] : [])

/** Alarms live in the rail and sources in their list: neither is a thing on the ground. */
const READERS: { readonly [K in EntityKind]: Reader<K> } = {
	unit: (...facts) => one(unitItem(...facts)),
	incident: (...facts) => one(incidentItem(...facts)),
	sensor: (...facts) => one(sensorItem(...facts)),
	facility: (...facts) => one(facilityItem(...facts)),
	track: (...facts) => one(trackItem(...facts)),
	warning: (row, _measured, context) => one(warningItem(row, context)),
	area: (row, _measured, context) => one(areaItem(row, context)),
	closure: closureItems,
	section: (...facts) => one(pointItem(...facts)),
	task: (...facts) => one(pointItem(...facts)),
	message: (...facts) => one(pointItem(...facts)),
	counter: (...facts) => one(pointItem(...facts)),
	contact: (...facts) => one(pointItem(...facts)),
	alarm: () => [],
	feed: () => [],
}

/** Characters of a label; a title as long as a sentence would lie across half the map. The item's `title` keeps all of it. */
const LABEL_LENGTH = 36

const LETTERS = new Intl.Segmenter()

function withShortLabel(item: MapItem): MapItem {
	if (item.label.length <= LABEL_LENGTH) return item
	const letters = Array.from(LETTERS.segment(item.label), ({ segment }) => segment)
	if (letters.length <= LABEL_LENGTH) return item
	const start = letters.slice(0, LABEL_LENGTH - 1).join('')
	return { ...item, label: `${start.trimEnd()}…` }
}

/** What the map shows of one row: nothing when it has no place, is no longer there, or is no thing of the map. Pure; memoise by row, measured row and minute. */
export function itemsOfRow(row: Row, measured: MeasuredRow | undefined, context: ItemContext): readonly MapItem[] {
	const items = isKnownKind(row.kind) ? readAs(row.kind, row, { measured, context }) : one(unknownItem(row, measured, context))
	return items.map((item) => withLabel(withDoubts(withShortLabel(item), { row, measured, context }), row.label, context.texts))
}

type Facts = { readonly measured: MeasuredRow | undefined; readonly context: ItemContext }

function readAs<K extends EntityKind>(kind: K, row: RowOf<K>, { measured, context }: Facts): readonly MapItem[] {
	const reader: Reader<K> = READERS[kind]
	return reader(row, measured, context)
}

/** The whole picture as map items, in no particular order. */
export function itemsOf(rows: Iterable<Row>, measured: ReadonlyMap<EntityId, MeasuredRow>, context: ItemContext): readonly MapItem[] {
	return [...rows].flatMap((row) => itemsOfRow(row, measured.get(row.id), context))
}
