import type { RowOf } from '@lagebild/model/row.ts'
import { totalOf } from '@lagebild/model/strength.ts'
import type { Strength } from '@lagebild/model/strength.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { strengthOf } from '../picture/strength.ts'
import { patching } from '../say/saying.ts'
import { operationOf } from '../state/clients.ts'
import { say } from '../state/sayings.ts'
import { NOBODY, StrengthSteppers } from './strength-steppers.tsx'

import styles from './crew.module.css'

/** Who is there now. */
export function StrengthForm({ unit }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('crew')
	const [changed, setChanged] = useState<Strength>()
	const strength = changed ?? strengthOf(unit) ?? NOBODY
	const send = (): void => {
		const operation = operationOf(unit.id)
		if (operation !== undefined) void say(operation, [patching('unit', unit.id, { strength })])
		setChanged(undefined)
	}
	return (
		<section className={styles.form} aria-label={t('strength')}>
			<h2>{t('strength')}</h2>
			<StrengthSteppers strength={strength} onChange={setChanged} />
			<p className={styles.total}>{t('total', { total: totalOf(strength) })}</p>
			<Button look={changed ? 'primary' : 'default'} className={styles.send} onPress={send}>
				{t('strengthSend')}
			</Button>
		</section>
	)
}
