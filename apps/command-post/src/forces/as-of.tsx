import type { AsOf } from '@lagebild/picture/figure-parts.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'

import styles from './forces.module.css'

/** `Stand: ältester 20:41, neuester 21:03`: no figure without the age of what it is made of. */
export function AsOfLine({ asOf }: { readonly asOf: AsOf | undefined }) {
	const t = useTranslations('forces')
	const formats = useFormats()
	const now = useNow(60_000)
	if (!asOf) return <span className={styles.muted}>{t('noAsOf')}</span>
	return (
		<span className={styles.muted}>{t('asOf', { oldest: formats.time(asOf.oldest, now), newest: formats.time(asOf.newest, now) })}</span>
	)
}
