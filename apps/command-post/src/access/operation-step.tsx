import { Button } from '@lagebild/ui/button.tsx'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { OperationForm } from '../operations/operation-form.tsx'
import { openOperation } from '../state/actions.ts'
import { workable } from '../state/choose.ts'
import { takeStep } from '../state/keep-first-steps.ts'
import { usePicture } from '../state/react.ts'
import { StepHeading } from './step-heading.tsx'

import styles from './access.module.css'

/** The exercise that runs, another one that is there, or a new one. */
export function OperationStep({ name }: { readonly name: string }) {
	const t = useTranslations('firstSteps')
	const [opening, setOpening] = useState(false)
	const operations = usePicture((facts) => facts.operations)
	const timeZone = usePicture(({ config }) => config?.timeZone ?? 'Europe/Berlin')
	const open = workable(operations).filter(({ state }) => state === 'open')
	const take = (id: (typeof open)[number]['id']) => {
		openOperation(id, 'lage')
		takeStep(3)
	}
	const done = (opened?: (typeof open)[number]['id']) => {
		setOpening(false)
		if (opened !== undefined) take(opened)
	}
	if (opening) return <OperationForm timeZone={timeZone} onDone={done} />
	return (
		<>
			<StepHeading step={2} title={t('operation')} />
			<p>{t('accountDone', { name })}</p>
			<p>{t('operationText')}</p>
			{open.length > 0 && (
				<ul className={styles.list} aria-label={t('operationsThere')}>
					{open.map((operation) => (
						<li key={operation.id} className={styles.item}>
							<span className={styles.itemHead}>
								<StatusTag status={operation.status} />
								<bdi className={styles.strong}>{operation.name}</bdi>
							</span>
							<span className={styles.itemActions}>
								<Button size="row" label={t('takeOf', { name: operation.name })} onPress={() => take(operation.id)}>
									{t('take')}
								</Button>
							</span>
						</li>
					))}
				</ul>
			)}
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={() => setOpening(true)}>
					{t('open')}
				</Button>
				<Button size="main" onPress={() => takeStep(3)}>
					{t('next')}
				</Button>
			</div>
		</>
	)
}
