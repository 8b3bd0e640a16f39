import { useTranslations } from 'use-intl'

import type { Step } from '../state/first-steps.ts'
import { FocusedHeading } from './focused-heading.tsx'

import styles from './access.module.css'

export function StepHeading({ step, title }: { readonly step: Step; readonly title: string }) {
	const t = useTranslations('firstSteps')
	return (
		<FocusedHeading>
			<span className={styles.hint}>{t('step', { step })}</span>
			<br />
			{title}
		</FocusedHeading>
	)
}
