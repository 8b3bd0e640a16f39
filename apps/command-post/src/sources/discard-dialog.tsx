import type { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { RefusalText } from '../access/refusal-text.tsx'
import { useAct } from '../access/use-remote.ts'
import { TextInput } from '../operations/fields.tsx'
import { discard } from './api.ts'

import styles from './sources.module.css'

type Props = {
	readonly feed: string
	/** Undefined: closed. */
	readonly rejects: readonly RejectView[] | undefined
	readonly onClose: () => void
	readonly onDone: () => void
}

/** Asks why; what is discarded stays in the list of all with name and reason. */
export function DiscardDialog({ feed, rejects, onClose, onDone }: Props) {
	const t = useTranslations('rejects')
	const label = t('discardTitle', { count: rejects?.length ?? 0 })
	return (
		<ModalDialog label={label} open={rejects !== undefined} onClose={onClose}>
			{rejects && <Form feed={feed} rejects={rejects} label={label} onClose={onClose} onDone={onDone} />}
		</ModalDialog>
	)
}

type FormProps = Props & { readonly rejects: readonly RejectView[]; readonly label: string }

function Form({ feed, rejects, label, onClose, onDone }: FormProps) {
	const t = useTranslations('rejects')
	const [reason, setReason] = useState('')
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (reason.trim() === '') return
		if (await act(() => discard(feed, { ids: rejects.map(({ id }) => id), reason: reason.trim() }))) onDone()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{label}</h2>
			<p>{t('discardText')}</p>
			<TextInput
				label={t('discardReason')}
				value={reason}
				onChange={setReason}
				fault={tried && reason.trim() === '' ? t('discardReasonMissing') : undefined}
				max={300}
			/>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('discard')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}
