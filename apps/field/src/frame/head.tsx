import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'

import { strengthOf } from '../picture/strength.ts'
import { useFacts } from '../state/react.ts'
import { LazySign } from './pages.tsx'

import styles from './frame.module.css'

/** Who this is: the call sign largest, because it is read aloud. */
export function Head({ device }: { readonly device: EnrolledDevice }) {
	const t = useTranslations('unit')
	const { unit, section } = useFacts(({ picture }) => picture)
	const operation = useFacts((facts) => facts.operation)
	const strength = unit && strengthOf(unit)
	return (
		<header className={styles.head}>
			{unit && (
				<span className={styles.sign}>
					<Suspense fallback={null}>
						<LazySign unit={unit} />
					</Suspense>
				</span>
			)}
			<div className={styles.who}>
				<h1 className={styles.callsign}>{unit?.fields.callsign ?? device.name}</h1>
				<p className={styles.belongs}>
					<span className={styles.section}>{section ?? (unit ? t('noSection') : device.unit)}</span>
					{strength && <StrengthFigure strength={strength} />}
				</p>
			</div>
			{operation && <StatusTag status={operation.status} />}
		</header>
	)
}
