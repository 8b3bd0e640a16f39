import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { goTo, setView } from '../state/actions.ts'
import { chooseOperation } from '../state/choose.ts'
import type { ComposeWish, Facts } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { store } from '../state/store.ts'

/** Pages with a column for what is chosen, where an order can be written beside it. */
const BESIDE: ReadonlySet<string> = new Set(['lage', 'kraefte', 'pegel', 'auftraege'])

export function compose(wish: ComposeWish): void {
	if (!mayOrder(store.getState())) return
	if (!BESIDE.has(store.getState().route.page)) goTo('auftraege')
	setView({ compose: wish, sheet: 'full' })
}

/** Whoever gives orders here, by role or by a function in this operation. */
export function mayOrder(facts: Facts): boolean {
	const { session, operations, route, preferences } = facts
	if (session.state !== 'in' || isReplay(facts)) return false
	const operation = chooseOperation(operations, [route.operation, preferences.operation])
	return hasDutyIn(session.grant, 'orders', { functions: operation?.functions ?? [] })
}

/** From wherever one is: for the units that are chosen in the table, else for the thing that is open. */
export function composeHere(): void {
	const { view, route } = store.getState()
	const marked = [...(view.marked ?? [])]
	if (marked.length > 0) return compose({ recipients: marked })
	compose(route.selected === undefined ? {} : wishFor(route.selected))
}

/** A unit or a section is to carry it out; anything else is what it is about; an order is to be changed. */
export function wishFor(id: EntityId): ComposeWish {
	if (id.startsWith('unit:') || id.startsWith('section:')) return { recipients: [id] }
	if (id.startsWith('task:')) return { task: id }
	return id.startsWith('message:') ? { answers: id } : { about: id }
}
