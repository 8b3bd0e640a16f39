import { Popover } from '@lagebild/ui/popover.tsx'
import { CircleX, Clock3 } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { SayingsSheet } from '../frame/later.ts'
import { usePicture } from '../state/react.ts'
import { chipOf } from './sayings.ts'

import styles from './sayings.module.css'

/** What this browser said and the hub has not taken: nothing while there is nothing. Pressed, it names each and what can be done about it. */
export function SayingsPopover() {
	const t = useTranslations('sayings')
	const said = usePicture((facts) => facts.said)
	const chip = chipOf(said)
	if (!chip) return null
	const Icon = chip.refused > 0 ? CircleX : Clock3
	return (
		<Popover
			label={t('title')}
			trigger={
				<Button className={styles.chip ?? ''} data-refused={chip.refused > 0 || undefined}>
					<Icon size={16} aria-hidden />
					{chip.refused > 0 ? t('refusedCount', { count: chip.refused }) : t('waitingCount', { count: chip.waiting })}
				</Button>
			}
		>
			<SayingsSheet waits={chip.waiting > 0} />
		</Popover>
	)
}
