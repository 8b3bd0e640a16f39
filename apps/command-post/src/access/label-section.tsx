import { hasDutyIn, mayDo } from '@lagebild/model/access/roles.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { Thing } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { ClassifyDialog } from './classify-dialog.tsx'
import { LabelChip } from './label-chip.tsx'
import { labelMeaning } from './label-text.ts'

import styles from './label.module.css'

/** Who may see the thing, why, and the way to change it. */
export function LabelSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations()
	const [open, setOpen] = useState(false)
	const session = usePicture((facts) => facts.session)
	const replay = usePicture(isReplay)
	const operation = usePicture(({ operations }) => operations.find(({ id }) => id === thing.operation))
	const grant = session.state === 'in' && !session.offline && !replay ? session.grant : undefined
	const may =
		grant && operation?.state === 'open' && hasDutyIn(grant, 'classify', operation) && mayDo(grant.role, thing.row.kind, 'classify')
	const { label } = thing.row
	return (
		<section className={styles.section} aria-label={t('label.title')}>
			<h3>{t('label.title')}</h3>
			<div className={styles.line}>
				<LabelChip label={label} />
				<WhyButton field="label" />
				{may === true && (
					<Button size="row" onPress={() => setOpen(true)}>
						{t('label.change')}
					</Button>
				)}
			</div>
			<p className={styles.meaning}>{labelMeaning(label, t)}</p>
			{grant && <ClassifyDialog open={open} thing={thing} grant={grant} onClose={() => setOpen(false)} />}
		</section>
	)
}
