import { ConnectionChip } from '@lagebild/ui/connection-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ChevronRight, CircleX, Clock, Unplug } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { countsOf } from '../outbox/groups.ts'
import type { Counts } from '../outbox/groups.ts'
import { GpsChip } from '../position/gps-chip.tsx'
import { linkView } from '../state/link.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'

import styles from './frame.module.css'

/** On a tablet no feeds are counted: that is the command post's affair. */
const NO_SOURCES = { good: 0, total: 0, tone: 'normal' } as const

/** Always there: whether what is shown is now, of when it is, what waits, and where this device is. */
export function Strip() {
	const t = useTranslations('link')
	const { clock } = useFormats()
	const link = useFacts((facts) => facts.link)
	const now = useFacts((facts) => facts.now)
	const said = useFacts((facts) => facts.said)
	const photos = useFacts((facts) => facts.photos)
	const counts = useMemo(() => countsOf(said, photos), [said, photos])
	const view = linkView(link, now, clock)
	if (view.state === 'old' || view.state === 'lost') return <OfflineBar asOf={link.asOf} counts={counts} />
	return (
		<section className={styles.strip} aria-label={t('label')}>
			<ConnectionChip link={view} sources={NO_SOURCES} onPress={openOutbox} />
			{counts.waiting + counts.refused > 0 ? (
				<OutboxChip counts={counts} />
			) : (
				link.asOf !== undefined && <span className={styles.stand}>{t('stand', { time: clock(link.asOf) })}</span>
			)}
			<GpsChip />
		</section>
	)
}

function openOutbox(): void {
	store.setState({ tab: 'outbox' })
}

function OfflineBar({ asOf, counts }: { readonly asOf: number | undefined; readonly counts: Counts }) {
	const t = useTranslations('outbox')
	const { time, clock } = useFormats()
	const now = useFacts((facts) => facts.now)
	const known = asOf === undefined ? undefined : t('asOf', { time: clock(asOf) })
	return (
		<button type="button" className={styles.offline} onClick={openOutbox}>
			<Unplug size={28} aria-hidden />
			<span className={styles.offlineSince}>{asOf === undefined ? t('offline') : t('offlineSince', { time: time(asOf, now) })}</span>
			<span className={styles.offlineMore}>
				{known !== undefined && <span className={styles.roomy}>{counts.waiting > 0 ? `${known}, ` : known}</span>}
				{counts.waiting > 0 && t('pending', { count: counts.waiting })}
				{counts.refused > 0 && `, ${t('refusedCount', { count: counts.refused })}`}
			</span>
			<ChevronRight size={28} aria-hidden />
		</button>
	)
}

function OutboxChip({ counts }: { readonly counts: Counts }) {
	const t = useTranslations('outbox')
	const refused = counts.refused > 0
	return (
		<button type="button" className={styles.outbox} data-tone={refused ? 'lost' : undefined} onClick={openOutbox}>
			{refused ? <CircleX size={20} aria-hidden /> : <Clock size={20} aria-hidden />}
			{refused ? t('refusedCount', { count: counts.refused }) : t('pending', { count: counts.waiting })}
		</button>
	)
}
