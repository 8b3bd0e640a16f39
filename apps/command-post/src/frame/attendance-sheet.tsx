import type { Attendance } from '@lagebild/client/attendance.ts'
import type { Present } from '@lagebild/model/protocol.ts'
import { TabletSmartphone, UserRound } from 'lucide-react'
import { useTranslations } from 'use-intl'

import styles from './attendance.module.css'
import sheet from './bar.module.css'

/** Who follows this operation now. */
export function AttendanceSheet({ attendance: { people, count, partial } }: { readonly attendance: Attendance }) {
	const t = useTranslations('attendance')
	const unnamed = count - people.length
	return (
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
