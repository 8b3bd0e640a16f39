import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Lock } from 'lucide-react'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { writeRoute } from '../state/route.ts'

import styles from './operations.module.css'

export function ClosedWords({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const { id, state, closed, closedBy, closedReason } = operation
	return (
		<>
			<Lock size={16} aria-hidden />
			<strong>{t(state === 'closed' ? 'closedBanner.closed' : 'closedBanner.archived')}</strong>
			{closed !== undefined && (
				<span>{t('closedBanner.since', { time: formats.time(closed, now), name: closedBy ?? t('operations.someone') })}</span>
			)}
			{closedReason !== undefined && <span className={styles.bannerReason}>{t('closedBanner.reason', { reason: closedReason })}</span>}
			<a href={writeRoute({ operation: id, page: 'lagen' })}>{t('closedBanner.manage')}</a>
		</>
	)
}
