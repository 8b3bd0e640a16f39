import { useId } from 'react'
import { useTranslations } from 'use-intl'

import { Step } from './step.tsx'
import type { StepProps } from './type-step.tsx'

import styles from './report.module.css'

const MOST_CHARACTERS = 300

/** In the crew's own words; dictated by the keyboard's microphone where there is one. */
export function WordsStep({ draft, set }: StepProps) {
	const t = useTranslations('report')
	const id = useId()
	const title = draft.type === 'need' ? t('wordsNeed') : draft.type === 'road' ? t('wordsRoad') : t('words')
	return (
		<Step title={title} done={draft.text.trim() !== ''}>
			<label htmlFor={id} className={styles.hidden}>
				{title}
			</label>
			<textarea
				id={id}
				className={styles.words}
				rows={2}
				maxLength={MOST_CHARACTERS}
				value={draft.text}
				onChange={({ target }) => set({ ...draft, text: target.value })}
			/>
		</Step>
	)
}
