import type { Label } from '@lagebild/model/label.ts'
import { Lock } from 'lucide-react'
import { useTranslations } from 'use-intl'

import styles from './label.module.css'

/** In lists: lock and word before what else is said. */
export function RestrictedMark({ label }: { readonly label: Label }) {
	const t = useTranslations('label.names')
	if (label.level !== 'restricted') return null
	return (
		<span className={styles.inList}>
			<Lock size={12} aria-hidden />
			{t('restricted')},
		</span>
	)
}
