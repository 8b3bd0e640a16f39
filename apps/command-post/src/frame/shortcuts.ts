import { useEffect } from 'react'

import { nextAlarm } from '../alarms/next.ts'
import { goTo, openList, select, setView } from '../state/actions.ts'
import { store } from '../state/store.ts'
import { SEARCH_ID } from './search-id.ts'

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}

function isInDialog(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null
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
	if (target instanceof HTMLInputElement) target.blur()
	else if (store.getState().route.selected !== undefined) select(undefined)
}

const SINGLE_KEYS: Readonly<Record<string, () => void>> = {
	'/': () => document.querySelector<HTMLInputElement>(`#${SEARCH_ID}`)?.select(),
	'?': () => setView({ help: true }),
	'1': () => goTo('lage'),
	'2': () => goTo('pegel'),
	'3': () => goTo('kraefte'),
	l: () => setView({ leftOpen: true, leftTab: 'layers' }),
	u: () => openList('unknown'),
}

function onKey(event: KeyboardEvent): void {
	const { key, target } = event
	if (isInDialog(target) || event.defaultPrevented) return
	if (key === 'F6') {
		event.preventDefault()
		return nextRegion(event.shiftKey)
	}
	if (key === 'Escape') return escape(target)
	const act = isFree(event) ? SINGLE_KEYS[key.toLowerCase()] : undefined
	if (!act) return
	event.preventDefault()
	act()
}

/** Single keys never fire inside inputs, and can be switched off. */
function isFree({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
	return !isTyping(target) && !ctrlKey && !metaKey && !altKey && store.getState().preferences.keys
}

	n: nextAlarm,
export function useShortcuts(): void {
	useEffect(() => {
		window.addEventListener('keydown', onKey)
		return () => window.removeEventListener('keydown', onKey)
	}, [])
}
