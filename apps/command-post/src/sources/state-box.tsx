import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { useNow, usePicture } from '../state/react.ts'
import { affectedBy } from './affected.ts'
import { toneOf } from './standing.ts'
import type { Source } from './standing.ts'
import { useHealthWords } from './use-health-words.ts'
import { StandingIcon } from './words.tsx'

import styles from './sources.module.css'

const NAMED = 4

export function useAffected(feed: string) {
	const content = usePicture((facts) => facts.content)
	return useMemo(() => affectedBy(feed, content.things.values()), [feed, content])
}

/** How it stands and since when, what of the picture hangs on it, and what the other side says. */
export function StateBox({ source }: { readonly source: Source }) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const words = useHealthWords()
	const { feed, standing, since, reason } = source
	const { lastError } = feed
	const now = useNow(10_000)
	return (
		<section className={styles.state} data-tone={toneOf(standing)} aria-label={t('label', { name: feed.name })}>
			<p className={styles.stateLine}>
				<StandingIcon standing={standing} />
				{t(`${standing}Since`, { time: since === undefined ? '–' : formats.time(since, now), span: formats.span(now - (since ?? now)) })}
			</p>
			<Affected feed={feed.id} />
			{reason !== undefined && reason !== '' && (
				<p>
					<bdi>{t('said', { text: words(reason) })}</bdi>
				</p>
			)}
			{lastError && lastError.text !== reason && (
				<p className={styles.muted}>
					<bdi>{t('lastError', { time: formats.time(Date.parse(lastError.at), now), text: words(lastError.text) })}</bdi>
				</p>
			)}
		</section>
	)
}

function Affected({ feed }: { readonly feed: string }) {
	const t = useTranslations('sourceDetail')
	const { things, sensors, gates, unknownGates } = useAffected(feed)
	const names = unknownGates.slice(0, NAMED).join(', ')
	const more = unknownGates.length - NAMED
	return (
		<p>
			{t('affected', { things })}
			{things > 0 && t('affectedParts', { sensors, gates })}{' '}
			{unknownGates.length > 0 &&
				t('unknownGates', { count: unknownGates.length, names: more > 0 ? t('moreGates', { names, more }) : names })}
		</p>
	)
}
