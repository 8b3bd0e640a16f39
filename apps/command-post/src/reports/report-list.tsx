import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { select } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import { PriorityChip } from './priority-chip.tsx'
import type { Report } from './reports.ts'

import styles from '../log/log.module.css'

const PAGE = 100

export function ReportList({ reports }: { readonly reports: readonly Report[] }) {
	const t = useTranslations('reports')
	const [most, setMost] = useState(PAGE)
	const selected = usePicture(({ route }) => route.selected)
	return (
		<>
			<ul className={styles.entries} aria-label={t('title')}>
				{reports.slice(0, most).map((report) => (
					<ReportRow key={report.thing.row.id} report={report} current={report.thing.row.id === selected} />
				))}
			</ul>
			{reports.length > most && (
				<div className={styles.opens}>
					<Button onPress={() => setMost(most + PAGE)}>{t('more', { count: reports.length - most })}</Button>
				</div>
			)}
		</>
	)
}

function ReportRow({ report, current }: { readonly report: Report; readonly current: boolean }) {
	const t = useTranslations('reports')
	const formats = useFormats()
	const now = useNow(60_000)
	const { thing, at, from } = report
	const { text, to, registryNumber, channel, direction, priority } = thing.row.fields
	return (
		<li className={styles.entry}>
			<button type="button" className={styles.entryButton} aria-current={current} onClick={() => select(thing.row.id)}>
				<span className={styles.number}>
					{registryNumber ?? (direction === undefined || direction === null ? '–' : t(`letter.${direction}`))}
				</span>
				<span className={styles.entryTime}>
					{formats.time(at, now)}
					<small>{formats.age(at, now)}</small>
				</span>
				<span className={styles.entryBody}>
					<span className={styles.entryHead}>
						<PriorityChip priority={priority} />
						<bdi>{from}</bdi>
						{to && to.length > 0 && (
							<>
								<span aria-hidden>→</span> <bdi>{to.join(', ')}</bdi>
							</>
						)}
						{channel && <span className={styles.muted}>{channel}</span>}
					</span>
					<bdi className={styles.entryText}>{text}</bdi>
					<State report={report} />
				</span>
			</button>
		</li>
	)
}

function State({ report: { distributed, to, unread, answered, unverified, thing } }: { readonly report: Report }) {
	const t = useTranslations('reports')
	const short = useShort()
	const { confidence } = thing.row
	const confidences = useTranslations('values.confidence')
	return (
		<span className={styles.entryHead}>
			{(unverified || confidence) && <em>{confidences(confidence ?? 'unverified')}</em>}
			{distributed ? <span>{t('given', { to: to.map(short).join(', ') })}</span> : <em>{t('notSorted')}</em>}
			{unread.length > 0 && <em>{t('unread', { to: unread.map(short).join(', ') })}</em>}
			{distributed && unread.length === 0 && <span>{t('allRead')}</span>}
			{answered && <span>{t('answered')}</span>}
		</span>
	)
}

export function useShort(): (addressee: string) => string {
	const t = useTranslations('reports')
	return (addressee) => (addressee === 'leader' ? t('leader') : addressee)
}
