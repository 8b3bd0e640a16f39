import { useEffect } from 'react'

import { nextAlarm } from '../alarms/next.ts'
import { beginNew, leaveEdit } from '../edit/begin.ts'
import { mayAssign } from '../forces/may-assign.ts'
import { composeHere } from '../orders/compose.ts'
import { goTo, openList, select, setView } from '../state/actions.ts'
import { undoNewest } from '../state/notices.ts'
import { store } from '../state/store.ts'
import { openTime, stepTime } from '../time/open.ts'
import { backToLive } from '../time/replay.ts'
import { SEARCH_ID } from './search-id.ts'

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

function isInDialog(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('dialog, [role="dialog"], [role="menu"]') !== null
}

/** Moves to the next region of the frame, and from the last to the first. */
function nextRegion(back: boolean): void {
	const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null)
	const current = regions.findIndex((region) => region.contains(document.activeElement))
	const step = back ? -1 : 1
	regions.at((current + step + regions.length) % regions.length)?.focus()
}

/** Esc ends what is innermost: the search, then the selection. */
function escape(target: EventTarget | null): void {
	const { view, route } = store.getState()
	if (target instanceof HTMLInputElement) target.blur()
	else if (view.compose !== undefined) setView({ compose: undefined })
	else if (view.edit !== undefined) void leaveEdit()
	else if (view.marked !== undefined && view.marked.size > 0) setView({ marked: undefined })
	else if (route.selected !== undefined) select(undefined)
}

/** On the page of forces: the units that are selected, else the one that is open. */
function assignMarked(): void {
	const { view, route } = store.getState()
	if (route.page !== 'kraefte' || !mayAssign(store.getState())) return
	const marked = [...(view.marked ?? [])]
	const units = marked.length > 0 || !route.selected?.startsWith('unit:') ? marked : [route.selected]
	if (units.length > 0) setView({ assigning: units })
}

const SINGLE_KEYS: Readonly<Record<string, () => void>> = {
	'/': () => document.querySelector<HTMLInputElement>(`#${SEARCH_ID}`)?.select(),
	'?': () => setView({ help: true }),
	'1': () => goTo('lage'),
	'2': () => goTo('pegel'),
	'3': () => goTo('kraefte'),
	'4': () => goTo('auftraege'),
	'5': () => goTo('meldungen'),
	'6': () => goTo('tagebuch'),
	j: () => goTo('tagebuch'),
	a: () => void beginNew(),
	b: composeHere,
	z: assignMarked,
	l: () => setView({ leftOpen: true, leftTab: 'layers' }),
	u: () => openList('unknown'),
	n: nextAlarm,
	t: openTime,
	'0': () => backToLive(),
	'[': () => stepTime(-1),
	']': () => stepTime(1),
}

function onKey(event: KeyboardEvent): void {
	const { key, target } = event
	if (isInDialog(target) || event.defaultPrevented) return
	if (key === 'F6') {
		event.preventDefault()
		return nextRegion(event.shiftKey)
	}
	if (key === 'Escape') return escape(target)
	if (isUndo(event) && undoNewest()) return event.preventDefault()
	const act = isFree(event) ? SINGLE_KEYS[key.toLowerCase()] : undefined
	if (!act) return
	event.preventDefault()
	act()
}

/** Inside a field the browser undoes what was typed. */
function isUndo({ key, target, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
	return key === 'z' && (ctrlKey || metaKey) && !shiftKey && !isTyping(target)
}

/** Single keys never fire inside inputs, and can be switched off. */
function isFree({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
	return !isTyping(target) && !ctrlKey && !metaKey && !altKey && store.getState().preferences.keys
}

export function useShortcuts(): void {
	useEffect(() => {
		window.addEventListener('keydown', onKey)
		return () => window.removeEventListener('keydown', onKey)
	}, [])
}
