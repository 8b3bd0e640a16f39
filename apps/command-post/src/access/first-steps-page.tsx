import { Button } from '@lagebild/ui/button.tsx'
import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { Card } from '../frame/card.tsx'
import type { Session } from '../state/facts.ts'
import type { Step } from '../state/first-steps.ts'
import { takeStep } from '../state/keep-first-steps.ts'
import { AccountStep } from './account-step.tsx'
import { DevicesStep } from './devices-step.tsx'
import { OperationStep } from './operation-step.tsx'

import styles from './access.module.css'

type Props = { readonly step: Step; readonly session: Extract<Session, { state: 'in' }> }

const STEPS = [
	{ step: 1, name: 'account' },
	{ step: 2, name: 'operation' },
	{ step: 3, name: 'devices' },
] as const

/** From the one-time link to work: own account, first operation, devices. Any of it can wait. */
export function FirstStepsPage({ step, session }: Props) {
	const t = useTranslations('firstSteps')
	return (
		<Card title={t('title')}>
			<ol className={styles.steps} aria-label={t('steps')}>
				{STEPS.map((one) => (
					<li key={one.step} className={styles.step} {...(one.step === step && { 'aria-current': 'step' as const })}>
						<span className={styles.stepMark}>
							{one.step < step ? <Check size={14} strokeWidth={3} aria-label={t('stepDone')} /> : one.step}
						</span>
						{t(one.name)}
					</li>
				))}
			</ol>
			{step === 1 && <AccountStep session={session} />}
			{step === 2 && <OperationStep name={session.grant.name} />}
			{step === 3 && <DevicesStep grant={session.grant} />}
			<div className={styles.foot}>
				<Button look="quiet" onPress={() => takeStep(step, 'later')}>
					{t('later')}
				</Button>
				<p className={styles.hint}>{t('laterHint')}</p>
			</div>
		</Card>
	)
}
