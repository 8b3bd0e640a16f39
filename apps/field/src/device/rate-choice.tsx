import { useTranslations } from 'use-intl'

import { RATES } from '../picture/want.ts'
import { useFacts } from '../state/react.ts'
import { setPreferences } from '../state/store.ts'
import { Choice } from './choice.tsx'

import styles from '../position/position.module.css'

/** How much the hub sends of what moves. */
export function RateChoice() {
	const t = useTranslations('rate')
	const rate = useFacts(({ preferences }) => preferences.rate)
	return (
		<>
			<Choice
				label={t('title')}
				options={RATES.map((id) => ({ id, label: t(`rates.${id}`) }))}
				chosen={rate}
				onChange={(chosen) => setPreferences({ rate: chosen })}
			/>
			<p className={styles.words}>{t(`why.${rate}`)}</p>
		</>
	)
}
