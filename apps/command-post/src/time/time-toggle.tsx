import { History } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { setView } from '../state/actions.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'
import { openTime } from './open.ts'

import styles from './toggle.module.css'

/** Opens and closes the slider; in a replay it stays. */
export function TimeToggle() {
	const t = useTranslations('time')
	const open = usePicture(({ view }) => view.time === true)
	if (usePicture(isReplay)) return null
	return (
		<Button
			className={styles.toggle ?? ''}
			aria-label={t(open ? 'close' : 'openLabel')}
			aria-expanded={open}
			onPress={() => (open ? setView({ time: false }) : openTime())}
		>
			<History size={16} aria-hidden />
			{t('open')}
		</Button>
	)
}
