import type { Present } from '@lagebild/model/protocol.ts'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Popover } from '@lagebild/ui/popover.tsx'
import { TabletSmartphone, UserRound, Users } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'

import styles from './attendance.module.css'
import sheet from './bar.module.css'

/** How many people and devices follow this operation now; pressed, it says who. Nothing while it is not known. */
export function AttendancePopover() {
	const t = useTranslations('attendance')
	const attendance = usePicture((facts) => facts.attendance)
	if (!attendance) return null
	const { people, count, partial } = attendance
	const unnamed = count - people.length
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
			<div className={sheet.sheet}>
				<h2>{t('title')}</h2>
				{partial && <p className={styles.partial}>{t('partial')}</p>}
				<ul className={styles.people}>
					{people.toSorted(byName).map((one) => (
						<Person key={one.id} person={one} />
					))}
				</ul>
				{unnamed > 0 && <p>{t('more', { count: unnamed })}</p>}
				<p className={sheet.stand}>{t('programs')}</p>
			</div>
		</Popover>
	)
}

function byName(a: Present, b: Present): number {
	return a.name.localeCompare(b.name)
}

function Person({ person: { via, name, role, functions = [] } }: { readonly person: Present }) {
	const t = useTranslations()
	const Icon = via === 'device' ? TabletSmartphone : UserRound
	const what = via === 'device' ? [t('attendance.device')] : functions.map((one) => t(`functions.names.${one}`))
	return (
		<li className={styles.person}>
			<Icon size={16} aria-hidden />
			<bdi>{name}</bdi>
			<span className={styles.what}>{what.length > 0 ? what.join(', ') : t(`roles.${role}`)}</span>
		</li>
	)
}
