import { ConnectionChip } from '@lagebild/ui/connection-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { linkView } from '../state/link.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'

import styles from './frame.module.css'

/** On a tablet no feeds are counted: that is the command post's affair. */
const NO_SOURCES = { good: 0, total: 0, tone: 'normal' } as const

/** Always there: whether what is shown is now, and of when it is. */
export function Strip() {
	const t = useTranslations('link')
	const { clock } = useFormats()
	const link = useFacts((facts) => facts.link)
	const now = useFacts((facts) => facts.now)
	const view = linkView(link, now, clock)
	/** An old link says its time in the chip itself. */
	const stand = view.state === 'old' || view.state === 'lost' ? undefined : link.asOf
	return (
		<section className={styles.strip} aria-label={t('label')}>
			<ConnectionChip link={view} sources={NO_SOURCES} onPress={() => store.setState({ tab: 'device' })} />
			{stand !== undefined && <span className={styles.stand}>{t('stand', { time: clock(stand) })}</span>}
		</section>
	)
}
