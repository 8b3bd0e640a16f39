import type { Strength } from '@lagebild/model/strength.ts'
import { totalOf } from '@lagebild/model/strength.ts'
import { useTranslations } from 'use-intl'

import { HiddenText } from './hidden-text.tsx'

import styles from './strength-figure.module.css'

/** Führer/Unterführer/Mannschaft/Gesamt, the total underlined. */
export function StrengthFigure({ strength }: { readonly strength: Strength }) {
	const t = useTranslations('words')
	const { leaders, subLeaders, crew } = strength
	const total = totalOf(strength)
	return (
		<span className={styles.figure}>
			<span aria-hidden>
				{leaders}/{subLeaders}/{crew}/<span className={styles.total}>{total}</span>
			</span>
			<HiddenText>{t('strengthSpoken', { leaders, subLeaders, crew, total })}</HiddenText>
		</span>
	)
}
