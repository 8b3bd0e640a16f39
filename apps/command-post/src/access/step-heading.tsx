import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'

import type { Step } from '../state/first-steps.ts'

import styles from './access.module.css'

/** Takes the focus at each new step, so that it is heard where one is. */
export function StepHeading({ step, title }: { readonly step: Step; readonly title: string }) {
	const t = useTranslations('firstSteps')
	const heading = useRef<HTMLHeadingElement>(null)
	useEffect(() => {
		heading.current?.focus()
	}, [])
	return (
		<h2 ref={heading} tabIndex={-1} className={styles.heading}>
			<span className={styles.hint}>{t('step', { step })}</span>
			<br />
			{title}
		</h2>
	)
}
