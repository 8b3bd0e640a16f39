import { useTranslations } from 'use-intl'

import { Choice } from '../device/choice.tsx'
import { useFacts } from '../state/react.ts'
import { setPreferences } from '../state/store.ts'
import { useGpsText } from './gps-chip.tsx'

import styles from './position.module.css'

const WHY = { denied: 'deniedWhy', missing: 'missingWhy', silent: 'silentWhy' } as const

/** Whether the crew shares where it is, by which rule, and what is wrong if something is. */
export function ShareChoice() {
	const t = useTranslations()
	const share = useFacts(({ preferences }) => preferences.share)
	const gps = useFacts((facts) => facts.gps)
	const text = useGpsText()
	const why =
		gps.state === 'fixed'
			? gps.jumped
				? 'jumpedWhy'
				: 'shareWhy'
			: gps.state === 'off' || gps.state === 'searching'
				? 'shareWhy'
				: WHY[gps.state]
	return (
		<>
			<Choice
				label={t('device.share')}
				options={[
					{ id: 'on', label: t('device.shares.on') },
					{ id: 'off', label: t('device.shares.off') },
				]}
				chosen={share ? 'on' : 'off'}
				onChange={(chosen) => setPreferences({ share: chosen === 'on' })}
			/>
			<p className={styles.words}>
				{text}. {t(`gps.${why}`)}
			</p>
		</>
	)
}
