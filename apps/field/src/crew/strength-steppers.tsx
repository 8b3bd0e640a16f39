import type { Strength } from '@lagebild/model/strength.ts'
import { useTranslations } from 'use-intl'

import { Stepper } from './stepper.tsx'

import styles from './crew.module.css'

const PARTS = ['leaders', 'subLeaders', 'crew'] as const

export const NOBODY: Strength = { leaders: 0, subLeaders: 0, crew: 0 }

type Props = { readonly strength: Strength; readonly onChange: (strength: Strength) => void }

/** Part by part: the total follows and is never typed. */
export function StrengthSteppers({ strength, onChange }: Props) {
	const t = useTranslations('crew')
	return (
		<div className={styles.steppers}>
			{PARTS.map((part) => (
				<Stepper key={part} label={t(part)} value={strength[part]} onChange={(value) => onChange({ ...strength, [part]: value })} />
			))}
		</div>
	)
}
