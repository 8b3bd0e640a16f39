import { Search } from 'lucide-react'
import { useMemo } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'

import { GRID_ID } from '../objects/grid-id.ts'
import { typedOf } from '../select/typed.ts'
import type { Typed } from '../select/typed.ts'
import { goTo, setFilter, setView, showPlace } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { SearchHint } from './search-hint.tsx'

import styles from './bar.module.css'

function search(text: string): void {
	if (store.getState().route.page !== 'lage') goTo('lage')
	setFilter({ text })
	if (store.getState().view.place) setView({ place: undefined })
	if (typedNow()) return
	setView({ leftTab: 'objects', leftOpen: true, narrowTab: 'objects' })
}

function typedNow(): Typed | undefined {
	const facts = store.getState()
	return typedOf(facts.filter.text, timeZoneNow(facts))
}

/** From the words into what they found. */
function onKeyDown(event: KeyboardEvent): void {
	if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
	event.preventDefault()
	const typed = typedNow()
	if (typed?.type === 'place') return showPlace(typed.place)
	document.querySelector<HTMLElement>(`#${GRID_ID}`)?.focus()
}

/** Filters list and map by words; typing shows the list. */
export function SearchField({ id }: { readonly id?: string }) {
	const t = useTranslations('bar')
	const text = usePicture(({ filter }) => filter.text)
	const timeZone = usePicture(timeZoneNow)
	const marked = usePicture(({ view }) => view.place !== undefined)
	const typed = useMemo(() => typedOf(text, timeZone), [text, timeZone])
	return (
		<search className={styles.search}>
			<Search size={16} aria-hidden />
			<input
				{...(id === undefined ? {} : { id })}
				className={styles.searchInput}
				type="search"
				value={text}
				placeholder={t('search')}
				aria-label={t('searchLabel')}
				aria-keyshortcuts="/"
				onChange={({ target }) => search(target.value)}
				onKeyDown={onKeyDown}
			/>
			{text === '' && (
				<span className={styles.slash} aria-hidden>
					/
				</span>
			)}
			{typed && !marked && <SearchHint typed={typed} />}
		</search>
	)
}
