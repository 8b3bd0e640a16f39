import type { EntityId } from '@lagebild/model/ids.ts'
import type { KeyboardEvent } from 'react'

import { store } from '../state/store.ts'
import { mark } from './selection.tsx'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** On the name of a unit: the space bar selects it, arrows go to the next one. */
export function onRowKey(event: KeyboardEvent, id: EntityId, may: boolean): void {
	if (event.key === ' ' && may) {
		event.preventDefault()
		if (!event.repeat) mark(id, !store.getState().view.marked?.has(id))
		return
	}
	const step = STEPS[event.key]
	if (step === undefined) return
	event.preventDefault()
	const rows = [...document.querySelectorAll<HTMLElement>('button[data-row]')]
	rows[rows.findIndex((row) => row === event.currentTarget) + step]?.focus()
}

/** Where the key acts when it is let go, that would be a press. */
export function onRowKeyUp(event: KeyboardEvent): void {
	if (event.key === ' ') event.preventDefault()
}
