import { Button } from '@lagebild/ui/button.tsx'
import { FilterX } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { resetFilter } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { hiddenNow } from './filter-now.ts'

import styles from './filter.module.css'

/** Nothing is silently taken away: how much is filtered out stands over list and map, with one press to bring it back. */
export function HiddenLine({ onMap = false }: { readonly onMap?: boolean }) {
	const t = useTranslations('acting')
	const { count, alarmed } = usePicture(hiddenNow)
	if (count === 0) return null
	return (
		<div className={styles.hidden} data-on-map={onMap}>
			<FilterX size={16} aria-hidden />
			<span>
				{t('hidden', { count })}
				{alarmed > 0 && <strong>, {t('hiddenAlarms', { count: alarmed })}</strong>}
			</span>
			<Button size="row" look="quiet" onPress={resetFilter}>
				{t('reset')}
			</Button>
		</div>
	)
}
