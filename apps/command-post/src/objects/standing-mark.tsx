import type { StandingState } from '@lagebild/picture/standing.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { standOf } from '../select/life.ts'
import type { Thing } from '../state/facts.ts'

import styles from './standing.module.css'

const BOX = <rect x="8" y="8" width="14" height="10" rx="1.5" />
const BADGE = <circle cx="8" cy="19" r="5.5" className={styles.badge} />

/** The same shapes as on the map: frame, badge, stroke, outline. */
const SHAPES: Readonly<Record<StandingState, ReactNode>> = {
	live: <g className={styles.sign}>{BOX}</g>,
	stale: (
		<>
			<g className={styles.sign}>{BOX}</g>
			<path
				className={styles.hatch}
				d="M3 8 8 3M3 13 13 3M3 18 8 13M3 23 8 18M13 8 18 3M18 8 23 3M22 9 27 4M22 14 27 9M22 19 27 14M22 23 27 19M8 23 13 18M13 23 18 18M17 23 22 18"
			/>
			<rect className={styles.frame} x="3" y="3" width="24" height="20" rx="2" />
		</>
	),
	unconfirmed: (
		<>
			<g className={styles.sign}>{BOX}</g>
			<rect className={styles.open} x="4.5" y="4.5" width="21" height="17" rx="3" />
			{BADGE}
			<path className={styles.stroke} d="M6.4 17.6c0-2.2 3.2-2.2 3.2-.2 0 1.2-1.6 1.2-1.6 2.4M8 21.8v.2" />
		</>
	),
	expired: (
		<>
			<g className={styles.pale}>{BOX}</g>
			{BADGE}
			<path className={styles.stroke} d="M6 16h4l-4 6h4z" />
		</>
	),
	ended: <g className={styles.outline}>{BOX}</g>,
	cancelled: (
		<>
			<g className={styles.faint}>{BOX}</g>
			<path className={styles.strike} d="M5 20 25 6" />
		</>
	),
	retracted: (
		<>
			<g className={styles.faint}>{BOX}</g>
			<path className={styles.strike} d="M5 20 25 6M5 6 25 20" />
		</>
	),
	superseded: (
		<>
			<g className={styles.faint}>{BOX}</g>
			{BADGE}
			<path className={styles.stroke} d="m5.6 16.6 2.2 2.4-2.2 2.4M8.6 16.6l2.2 2.4-2.2 2.4" />
		</>
	),
}

export function StandingMark({ state }: { readonly state: StandingState }) {
	return (
		<svg className={styles.mark} viewBox="0 0 30 26" width="30" height="26" aria-hidden>
			{SHAPES[state]}
		</svg>
	)
}

/** `aufgehoben 20:41`, `nicht bestätigt seit 20:41`, `ohne Ende, 26 h alt`; nothing for what is live and has its end. */
export function useStandingWords(thing: Thing, now: number): string | undefined {
	const t = useTranslations('standing')
	const formats = useFormats()
	const { state, since, noEnd } = standOf(thing, now)
	if (state === 'live') return noEnd ? t('noEnd') : undefined
	if (noEnd && state === 'stale' && since !== undefined) return t('noEndFor', { hours: Math.floor((now - since) / 3_600_000) })
	if (since === undefined) return t('never')
	return t(`words.${state}`, { time: formats.time(since, now) })
}
