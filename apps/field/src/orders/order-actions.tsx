import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Check, MapPinCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { issuedAt } from '../picture/unit-picture.ts'
import type { Order } from '../picture/unit-picture.ts'
import { operationOf } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import { say } from '../state/sayings.ts'
import { useRest } from '../state/use-rest.ts'
import { sayingsOf, stepsOf } from './execution.ts'
import type { Standing, Step } from './execution.ts'
import { ReasonForm } from './reason-form.tsx'

import styles from './orders.module.css'

type Props = { readonly order: Order; readonly standing: Standing }

/** The next step as one large button, the others beside it. Refusing asks for the reason, completing for a remark. */
export function OrderActions({ order, standing }: Props) {
	const t = useTranslations('step')
	const [asking, setAsking] = useState<'refuse' | 'done'>()
	const { isResting, once } = useRest()
	const state = useTranslations('orders.state')
	const told = useTranslations('orderStep')
	const unit = useFacts(({ picture }) => picture.unit?.id)
	const [next, ...others] = stepsOf(standing)
	if (next === undefined || unit === undefined) return null
	const take = (step: Step, reason?: string): void => {
		const was = order.fields.execution?.state
		const words = step === 'know' ? told('knownReason', { state: was ? state(was) : '' }) : reason
		void sayStep(step, { order, unit, ...(words !== undefined && { reason: words }) })
		setAsking(undefined)
	}
	const press = (step: Step): void => (step === 'refuse' || step === 'done' ? setAsking(step) : take(step))
	if (asking)
		return (
			<fieldset className={styles.once} disabled={isResting}>
				<ReasonForm asking={asking} onSay={(reason) => once(() => take(asking, reason))} onCancel={() => setAsking(undefined)} />
			</fieldset>
		)
	const label = (step: Step): string => t(step === 'depart' && standing.state === 'accepted' ? 'departAccepted' : step)
	return (
		<>
			{standing.withdrawnUnder && <Under order={order} />}
			<fieldset className={classes(styles.once, styles.actions)} disabled={isResting}>
				<Button key={next} look="primary" className={styles.primary} onPress={() => once(() => press(next))}>
					{next === 'arrive' ? <MapPinCheck size={28} aria-hidden /> : <Check size={28} aria-hidden />}
					{label(next)}
				</Button>
				{others.map((step) => (
					<Button key={step} className={styles.other} onPress={() => once(() => press(step))}>
						{label(step)}
					</Button>
				))}
			</fieldset>
		</>
	)
}

/** The order first, then the status: who reads both sees them in the order in which they happened. */
async function sayStep(step: Step, about: Parameters<typeof sayingsOf>[1]): Promise<void> {
	const { order, unit } = sayingsOf(step, about)
	const [orderOperation, unitOperation] = [operationOf(about.order.id), operationOf(about.unit)]
	if (orderOperation !== undefined) await say(orderOperation, order)
	if (unitOperation !== undefined && unit.length > 0) await say(unitOperation, unit)
}

/** Two words that contradict: the staff took back what the crew is doing. */
function Under({ order }: { readonly order: Order }) {
	const t = useTranslations('orderStep')
	const state = useTranslations('orders.state')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const was = order.fields.execution?.state
	return (
		<div className={styles.under} role="alert">
			<p className={styles.underTitle}>{t('underTitle')}</p>
			<p>{t('underText', { time: time(issuedAt(order), now), state: was ? state(was) : '' })}</p>
		</div>
	)
}
