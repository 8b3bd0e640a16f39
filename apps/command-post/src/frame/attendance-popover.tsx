import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Popover } from '@lagebild/ui/popover.tsx'
import { Users } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'
import { AttendanceSheet } from './later.ts'

import styles from './attendance.module.css'

/** How many people and devices follow this operation now; pressed, it says who. Nothing while it is not known. */
export function AttendancePopover() {
	const t = useTranslations('attendance')
	const attendance = usePicture((facts) => facts.attendance)
	if (!attendance) return null
	const { count, partial } = attendance
	return (
		<Popover
			label={t('title')}
			trigger={
				<Button className={styles.chip ?? ''} data-partial={partial || undefined}>
					<Users size={16} aria-hidden />
					<span aria-hidden>{count}</span>
					<HiddenText>
						{t('title')}: {t('count', { count })}
					</HiddenText>
				</Button>
			}
		>
			<AttendanceSheet attendance={attendance} />
		</Popover>
	)
}
