import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { say } from '../api/say.ts'
import { TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { useSaying } from '../same/use-saying.ts'
import { rawThingNow } from '../select/now.ts'
import type { OrderRow } from '../select/orders.ts'
import { notify } from '../state/notices.ts'
import { usePicture } from '../state/react.ts'
import { nameOfOrder } from './order-name.ts'
import { withdrawing } from './speak.ts'

import form from '../operations/operations.module.css'

/** An order is taken back with a reason, which the unit reads. */
export function WithdrawDialog({ row, onDone }: { readonly row: OrderRow; readonly onDone: () => void }) {
	const t = useTranslations('orders')
	const [reason, setReason] = useState('')
	const [tried, setTried] = useState(false)
	const operation = usePicture((facts) => rawThingNow(facts, row.id)?.operation)
	const name = nameOfOrder(row, t)
	const { refusal, busy, enter } = useSaying(() => {
		notify(t('withdrawn', { name }))
		onDone()
	})
	const missing = reason.trim() === ''
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!missing && operation !== undefined) void enter(() => say(operation, [withdrawing(row, reason)]))
	}
	return (
		<ModalDialog label={t('withdrawTitle', { name })} open onClose={onDone}>
			<form className={form.form} onSubmit={submit} noValidate>
				<h2>{t('withdrawTitle', { name })}</h2>
				<p>{t('withdrawText')}</p>
				<TextInput
					label={t('reason')}
					hint={t('withdrawHint')}
					value={reason}
					max={300}
					fault={tried && missing ? t('reasonMissing') : undefined}
					onChange={setReason}
				/>
				<RefusalText refusal={refusal} />
				<div className={form.actions}>
					<Button look="primary" size="main" submits isDisabled={busy}>
						{t('withdrawGo')}
					</Button>
					<Button size="main" onPress={onDone}>
						{t('cancel')}
					</Button>
				</div>
			</form>
		</ModalDialog>
	)
}
