import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { useRefusalWords } from './refusal-text.tsx'
import type { Remote } from './use-remote.ts'

import styles from './access.module.css'

type Props<T> = {
	readonly remote: Remote<readonly T[]>
	readonly children: (items: readonly T[]) => ReactNode
	/** What stands there when there is none. */
	readonly empty: ReactNode
}

/** A list of the hub in each of its states: asked for, not to be had, from before, empty. */
export function Listing<T>({ remote: { value, refusal, reload }, children, empty }: Props<T>) {
	const t = useTranslations('access')
	const words = useRefusalWords()
	if (!value && !refusal)
		return (
			<p className={styles.hint} aria-live="polite" aria-busy>
				{t('loading')}
			</p>
		)
	if (!value && refusal)
		return (
			<div role="alert">
				<Notice title={t('failed')} action={<Button onPress={() => void reload()}>{t('retry')}</Button>}>
					{refusal.fault === 'unreachable' ? t('fault.unreachable') : words(refusal)}
				</Notice>
			</div>
		)
	return (
		<>
			{refusal && <output className={styles.amber}>{t('stale')}</output>}
			{value && value.length > 0 ? children(value) : empty}
		</>
	)
}

type SectionProps = {
	readonly title: string
	readonly text?: string
	readonly action?: ReactNode
	readonly children: ReactNode
}

export function Section({ title, text, action, children }: SectionProps) {
	return (
		<section className={styles.section} aria-label={title}>
			<div className={styles.sectionHead}>
				<h2 className={styles.title}>{title}</h2>
				{action}
			</div>
			{text !== undefined && <p className={styles.hint}>{text}</p>}
			{children}
		</section>
	)
}
