import { EntityId } from '@lagebild/model/ids.ts'
import type { DragEvent } from 'react'

import { store } from '../state/store.ts'

const TYPE = 'application/x-lagebild-units'

/** A row that is dragged takes the others along that are selected with it. */
export function startDrag({ dataTransfer }: DragEvent, id: EntityId): void {
	const marked = store.getState().view.marked
	dataTransfer.setData(TYPE, JSON.stringify(marked?.has(id) ? [...marked] : [id]))
	dataTransfer.effectAllowed = 'move'
}

export function bearsUnits({ dataTransfer }: DragEvent): boolean {
	return dataTransfer.types.includes(TYPE)
}

export function unitsIn({ dataTransfer }: DragEvent): readonly EntityId[] {
	try {
		const read: unknown = JSON.parse(dataTransfer.getData(TYPE))
		return Array.isArray(read) ? read.flatMap((id) => EntityId.safeParse(id).data ?? []) : []
	} catch {
		return []
	}
}
