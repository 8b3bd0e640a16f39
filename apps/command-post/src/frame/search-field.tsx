import { Search } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { setFilter, setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

import styles from './bar.module.css'

/** Filters list and map by words; typing shows the list. */
export function SearchField({ id }: { readonly id?: string }) {
	const t = useTranslations('bar')
	const text = usePicture(({ filter }) => filter.text)
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
				onChange={({ target }) => {
					setFilter({ text: target.value })
					setView({ leftTab: 'objects', leftOpen: true })
				}}
			/>
			{text === '' && (
				<span className={styles.slash} aria-hidden>
					/
				</span>
			)}
		</search>
	)
}
