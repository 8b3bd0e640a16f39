import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { TextInput } from '../operations/fields.tsx'
import type { Answer } from './call.ts'
import { RefusalText } from './refusal-text.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

export type Confirmation = {
	readonly title: string
	readonly text: string
	/** Names the result. */
	readonly submit: string
	/** To be typed out, where it cannot be taken back. */
	readonly typed?: string
	readonly work: () => Promise<Answer<unknown>>
}

type Props = { readonly wish: Confirmation | undefined; readonly onClose: () => void; readonly onDone: () => void }

/** Says what will be, asks for the name where it cannot be undone, and does it. */
export function ConfirmDialog({ wish, onClose, onDone }: Props) {
	return (
		<ModalDialog label={wish?.title ?? ''} open={wish !== undefined} onClose={onClose}>
			{wish && <Form wish={wish} onClose={onClose} onDone={onDone} />}
		</ModalDialog>
	)
}

function Form({ wish, onClose, onDone }: Props & { readonly wish: Confirmation }) {
	const t = useTranslations('access')
	const [said, setSaid] = useState('')
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const { title, text, submit, typed, work } = wish
	const other = typed !== undefined && said.trim() !== typed
	const confirm = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (other) return
		if (await act(work)) onDone()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void confirm(event)} noValidate>
			<h2>{title}</h2>
			<p>{text}</p>
			{typed !== undefined && (
				<TextInput
					label={t('confirmName', { name: typed })}
					value={said}
					onChange={setSaid}
					fault={tried && other ? t('confirmMissing') : undefined}
				/>
			)}
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look={typed === undefined ? 'primary' : 'danger'} size="main" submits isDisabled={busy}>
					{submit}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}
