import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Bell } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { liveAlarms } from '../select/live.ts'
import { goTo, openList } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { backToLive } from '../time/replay.ts'

import styles from './alarms.module.css'

/** How many alarms nobody has acknowledged now, whatever is looked at; leads to their list. */
export function BellButton() {
	const t = useTranslations('alarms')
	const { open } = usePicture(liveAlarms)
	const page = usePicture(({ route }) => route.page)
	const look = () => {
		if (store.getState().replay) backToLive()
		if (page !== 'lage') goTo('lage')
		openList('alarms')
	}
	return (
		<Button className={styles.bell ?? ''} onPress={look} data-open={open > 0 || undefined}>
			<Bell size={22} aria-hidden />
			<HiddenText>{t('bell', { count: open })}</HiddenText>
			{open > 0 && (
				<span className={styles.count} aria-hidden>
					{open}
				</span>
			)}
		</Button>
	)
}
