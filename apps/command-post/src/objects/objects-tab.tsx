import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import { SearchField } from '../frame/search-field.tsx'
import { SeverityFilter } from '../frame/severity-filter.tsx'
import { shownNow, sortedNow } from '../select/now.ts'
import { resetFilter } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { ObjectGrid } from './object-grid.tsx'

import styles from './objects.module.css'

/** The list that mirrors the map: every fact of the map stands here as text. */
export function ObjectsTab() {
	const things = usePicture(sortedNow)
	return (
		<>
			<div className={styles.search}>
				<SearchField />
			</div>
			<SeverityFilter />
			{things.length === 0 ? <Empty /> : <ObjectGrid things={things} />}
		</>
	)
}

function Empty() {
	const t = useTranslations('objects')
	const layers = useTranslations('layers')
	const all = usePicture((facts) => shownNow(facts).length)
	const loading = usePicture(({ link }) => link.session === 'connecting' || link.session === 'loading')
	if (all === 0) return <Notice title={loading ? t('loading') : layers('empty')}>{loading ? undefined : layers('emptyText')}</Notice>
	return (
		<Notice title={t('empty')} action={<Button onPress={resetFilter}>{t('reset')}</Button>}>
			{t('hidden', { count: all })}
		</Notice>
	)
}
