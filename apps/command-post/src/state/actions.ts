import type { EntityId, OperationId } from '@lagebild/model/ids.ts'

import { ALL_LAYERS } from '../select/layer.ts'
import type { LayerId } from '../select/layer.ts'
import type { Place } from '../select/typed.ts'
import type { Filter, KeysWish, ViewFacts } from './facts.ts'
import { savePreferences } from './preferences.ts'
import type { Preferences } from './preferences.ts'
import { writeRoute } from './route.ts'
import type { Page, Route } from './route.ts'
import { EVERYTHING, store } from './store.ts'

function go(route: Route, how: 'push' | 'replace'): void {
	store.setState({ route })
	if (how === 'push') history.pushState(null, '', writeRoute(route))
	else history.replaceState(null, '', writeRoute(route))
}

/** Opens a thing in the detail pane; undefined closes it. */
export function select(selected: EntityId | undefined): void {
	const { selected: before, ...route } = store.getState().route
	if (before === selected) return
	go(selected === undefined ? route : { ...route, selected }, 'replace')
	setView({ sheet: 'peek' })
}

export function goTo(page: Page): void {
	const { selected: _left, ...route } = store.getState().route
	if (store.getState().view.keys) setView({ keys: undefined })
	go({ ...route, page }, 'push')
}

export function openOperation(operation: OperationId, page: Page = store.getState().route.page): void {
	go({ operation, page }, 'push')
	store.setState({ filter: EVERYTHING })
	setPreferences({ operation })
}

/** From an address for people who are not signed in to the place where the page stands. */
export function leaveDoor(): void {
	store.setState({ door: undefined })
	go(store.getState().route, 'replace')
}

export function setPreferences(change: Partial<Preferences>): void {
	const preferences = { ...store.getState().preferences, ...change }
	store.setState({ preferences })
	savePreferences(preferences)
}

export function setView(change: Partial<ViewFacts>): void {
	store.setState({ view: { ...store.getState().view, ...change } })
}

export function setFilter(change: Partial<Filter>): void {
	store.setState({ filter: { ...store.getState().filter, ...change } })
}

export function resetFilter(): void {
	store.setState({ filter: EVERYTHING })
}

export function showLayers(layers: readonly LayerId[], shown: boolean): void {
	const hidden = new Set(store.getState().filter.hidden)
	for (const layer of layers) {
		if (shown) hidden.delete(layer)
		else hidden.add(layer)
	}
	setFilter({ hidden })
}

/** Shows nothing but these layers, in list and map. */
export function showOnly(layers: readonly LayerId[]): void {
	const wanted = new Set(layers)
	setFilter({ hidden: new Set(ALL_LAYERS.filter((layer) => !wanted.has(layer))) })
	setView({ leftTab: 'objects', leftOpen: true, narrowTab: 'objects' })
	goTo('lage')
}

/** Opens the list of what is not known, or of the warnings. */
export function openList(rightTab: Exclude<ViewFacts['rightTab'], 'changes'>): void {
	select(undefined)
	setView({ rightTab, narrowTab: rightTab })
}

/** Moves the map to a place that was looked up, and marks it. */
export function showPlace(place: Place): void {
	if (store.getState().route.page !== 'lage') goTo('lage')
	setView({ place, narrowTab: 'map' })
}

/** Leads to the keys, those of one role alone; with a name, to making one of this name. */
export function openKeys(keys: KeysWish): void {
	goTo('zugang')
	setView({ keys })
}

/** Leads from any page to a thing on the map. */
export function showOnMap(selected: EntityId): void {
	go({ ...store.getState().route, page: 'lage', selected }, 'push')
	setView({ narrowTab: 'map', sheet: 'peek' })
}
