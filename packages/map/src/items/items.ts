import type { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import type { MapItem } from '../item.ts'
import { areaItem, warningItem } from './area.ts'
import { facilityItem } from './facility.ts'
import type { ItemContext } from './facts.ts'
import { incidentItem } from './incident.ts'
import { closureItems, pointItem, trackItem } from './others.ts'
import { sensorItem } from './sensor.ts'
import { unitItem } from './unit.ts'

/** What the map shows of one row: nothing when it has no place, is no longer there, or is no thing of the map. Pure; memoise by row, measured row and minute. */
export function itemsOfRow(row: Row, measured: MeasuredRow | undefined, context: ItemContext): readonly MapItem[] {
	switch (row.kind) {
		case 'closure':
			return closureItems(row, measured, context)
		case 'alarm':
		case 'feed':
			return []
		default: {
			const item = singleItem(row, measured, context)
			return item ? [item] : []
		}
	}
}

type SingleRow = Exclude<Row, { readonly kind: 'closure' | 'alarm' | 'feed' }>

function singleItem(row: SingleRow, measured: MeasuredRow | undefined, context: ItemContext): MapItem | undefined {
	switch (row.kind) {
		case 'unit':
			return unitItem(row, measured, context)
		case 'incident':
			return incidentItem(row, measured, context)
		case 'sensor':
			return sensorItem(row, measured, context)
		case 'facility':
			return facilityItem(row, measured, context)
		case 'track':
			return trackItem(row, measured, context)
		case 'warning':
			return warningItem(row, context)
		case 'area':
			return areaItem(row, context)
		case 'section':
		case 'task':
		case 'message':
		case 'counter':
			return pointItem(row, measured, context)
	}
}

/** The whole picture as map items, in no particular order. */
export function itemsOf(rows: Iterable<Row>, measured: ReadonlyMap<EntityId, MeasuredRow>, context: ItemContext): readonly MapItem[] {
	return [...rows].flatMap((row) => itemsOfRow(row, measured.get(row.id), context))
}
