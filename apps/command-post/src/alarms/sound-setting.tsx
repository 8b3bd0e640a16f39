import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { setPreferences } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { playTone } from './tone.ts'

import styles from './alarms.module.css'

/** Off until the person wants it: a control room has more than one screen. */
export function SoundSetting() {
	const t = useTranslations('alarms')
	const on = usePicture(({ preferences }) => preferences.alarmSound)
	const [silent, setSilent] = useState(false)
	const play = () => void playTone().then((heard) => setSilent(!heard))
	const change = (alarmSound: boolean) => {
		setPreferences({ alarmSound })
		if (alarmSound) play()
	}
	return (
		<div className={styles.sound}>
			<Checkbox checked={on} onChange={change}>
				{t('sound')}
			</Checkbox>
			<Button size="row" look="quiet" onPress={play}>
				{t('test')}
			</Button>
			{silent && <span className={styles.refused}>{t('silent')}</span>}
		</div>
	)
}
