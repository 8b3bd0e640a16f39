import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { say } from '../api/say.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { rawThingNow } from '../select/now.ts'
import type { OrderView } from '../select/orders.ts'
import { notify } from '../state/notices.ts'
import { usePicture } from '../state/react.ts'
import { nameOfOrder } from './order-name.ts'
import { byRadio } from './speak.ts'
import type { Step } from './speak.ts'

import form from '../operations/operations.module.css'

const STEPS = ['received', 'accepted', 'on-the-way', 'arrived', 'in-progress', 'done', 'refused'] as const satisfies readonly Step[]

function nextStep(state: OrderView['state']): Step {
	return state === 'new' || state === 'received' ? 'accepted' : 'done'
}

/** What the unit said by radio, entered in its place and in the name of who heard it. */
export function RadioDialog({ view: { row, state }, onDone }: { readonly view: OrderView; readonly onDone: () => void }) {
	const t = useTranslations()
	const [{ step, remark }, setSaid] = useState<{ readonly step: Step; readonly remark: string }>({ step: nextStep(state), remark: '' })
	const [tried, setTried] = useState(false)
	const operation = usePicture((facts) => rawThingNow(facts, row.id)?.operation)
	const name = nameOfOrder(row, useTranslations('orders'))
	const { refusal, busy, enter } = useSaying(() => {
		notify(t('orders.radioSaid', { name, state: t(`values.execution.${step}`) }))
		onDone()
	})
	const missing = step === 'refused' && remark.trim() === ''
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (missing || operation === undefined) return
		const text = [t('orders.radioMark'), remark.trim()].filter(Boolean).join(': ')
		void enter(() => say(operation, [byRadio(row, step, text)]))
	}
	return (
		<ModalDialog label={t('orders.radioTitle', { name })} open onClose={onDone}>
			<form className={form.form} onSubmit={submit} noValidate>
				<h2>{t('orders.radioTitle', { name })}</h2>
				<p>{t('orders.radioText')}</p>
				<SelectInput
					label={t('orders.radioState')}
					value={step}
					options={STEPS.map((id) => ({ id, label: t(`values.execution.${id}`) }))}
					onChange={(next) => setSaid({ step: next, remark })}
				/>
				<TextInput
					label={t('orders.remark')}
					hint={t('orders.remarkHint')}
					value={remark}
					max={260}
					fault={tried && missing ? t('orders.reasonMissing') : undefined}
					onChange={(text) => setSaid({ step, remark: text })}
				/>
				<RefusalText refusal={refusal} />
				<div className={form.actions}>
					<Button look="primary" size="main" submits isDisabled={busy}>
						{t('orders.enter')}
					</Button>
					<Button size="main" onPress={onDone}>
						{t('orders.cancel')}
					</Button>
				</div>
			</form>
		</ModalDialog>
	)
}
