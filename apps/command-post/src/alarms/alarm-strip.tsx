import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { alarmsNow } from '../select/alarms.ts'
import { openList } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

import styles from './alarms.module.css'

const MARKS = 5

/** Above an open detail: nothing covers that something waits to be acknowledged. */
export function AlarmStrip() {
	const t = useTranslations('alarms')
	const { standing, open } = usePicture(alarmsNow)
	if (open === 0) return null
	return (
		<button type="button" className={styles.strip} onClick={() => openList('alarms')}>
			<strong>{t('title')}</strong>
			<span>{t('openCount', { count: open })}</span>
			<span className={styles.marks}>
				{standing.slice(0, Math.min(open, MARKS)).map(({ key, severity }) => (
					<SeverityMark key={key} level={severity} size={20} silent />
				))}
			</span>
			<ChevronDown size={16} aria-hidden />
		</button>
	)
}
