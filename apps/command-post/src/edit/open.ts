import type { Position } from '@lagebild/model/geo.ts'

import { goTo, setView } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { store } from '../state/store.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { draftOf, isUntouched, newDraft } from './draft.ts'
import type { EditDraft } from './draft.ts'
import type { EditKind } from './kinds.ts'
import { creatable, mayChange, openOperation } from './may.ts'

export function openNew(kind?: EditKind, at?: Position): void {
	const facts = store.getState()
	const [first] = creatable(facts)
	const operation = openOperation(facts)
	if (first !== undefined && operation !== undefined) show(newDraft({ kind: kind ?? first, operation, at }))
}

export function openChange(thing: Thing): void {
	const facts = store.getState()
	if (!mayChange(facts, thing)) return
	const draft = draftOf(thing.row, thing.operation, { now: facts.now, timeZone: timeZoneNow(facts) })
	if (draft) show(draft)
}

/** What was being entered and would be lost stays open. */
function show(draft: EditDraft): void {
	const { view, route } = store.getState()
	if (route.page !== 'lage') goTo('lage')
	const edit = view.edit && !isUntouched(view.edit) ? view.edit : draft
	setView({ edit, compose: undefined, sheet: 'full', narrowTab: 'map' })
}

export function closeEdit(): void {
	setView({ edit: undefined })
}

export function closeUntouched(): void {
	const { edit } = store.getState().view
	if (edit && isUntouched(edit)) closeEdit()
}
