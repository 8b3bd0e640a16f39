import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { moveOperation } from '../api/operations.ts'
import type { Refusal } from '../api/operations.ts'
import type { ListedOperation } from '../state/facts.ts'
import { TextInput } from './fields.tsx'
import { RefusalText } from './refusal-text.tsx'

import styles from './operations.module.css'

export type Step = 'close' | 'reopen' | 'archive'
export type StepWish = { readonly step: Step; readonly operation: ListedOperation }

const STATE = { close: 'closed', reopen: 'open', archive: 'archived' } as const
const TEXTS = {
	close: { title: 'closeTitle', text: 'closeText' },
	reopen: { title: 'reopenTitle', text: 'reopenText' },
	archive: { title: 'archiveTitle', text: 'archiveText' },
} as const

type Props = { readonly wish: StepWish | undefined; readonly onDone: () => void }

/** Asks for the reason, and for the name typed out where something ends. */
export function StepDialog({ wish, onDone }: Props) {
	const t = useTranslations('operationStep')
	const label = wish ? t(TEXTS[wish.step].title, { name: wish.operation.name }) : ''
	return (
		<ModalDialog label={label} open={wish !== undefined} onClose={onDone}>
			{wish && <StepForm key={`${wish.step} ${wish.operation.id}`} wish={wish} onDone={onDone} />}
		</ModalDialog>
	)
}

function StepForm({ wish, onDone }: Props & { readonly wish: StepWish }) {
	const t = useTranslations('operationStep')
	const { step, operation } = wish
	const { name } = operation
	const [{ reason, typed }, setSaid] = useState({ reason: '', typed: '' })
	const [tried, setTried] = useState(false)
	const { refusal, busy, move } = useMove(wish, onDone)
	const asksName = step !== 'reopen'
	const noReason = reason.trim() === ''
	const otherName = asksName && typed.trim() !== name
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!noReason && !otherName) void move(reason.trim())
	}
	return (
		<form className={styles.form} onSubmit={submit} noValidate>
			<h2>{t(TEXTS[step].title, { name })}</h2>
			<p>{t(TEXTS[step].text)}</p>
			<TextInput
				label={t('reason')}
				value={reason}
				onChange={(text) => setSaid({ reason: text, typed })}
				fault={tried && noReason ? t('reasonMissing') : undefined}
				max={2_000}
				long
			/>
			{asksName && (
				<TextInput
					label={t('confirm', { name })}
					value={typed}
					onChange={(text) => setSaid({ reason, typed: text })}
					fault={tried && otherName ? t('confirmMissing') : undefined}
				/>
			)}
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look={asksName ? 'danger' : 'primary'} size="main" submits isDisabled={busy}>
					{t(step)}
				</Button>
				<Button size="main" onPress={onDone}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}

/** Says it to the hub, once at a time; ends when the hub has done it. */
function useMove({ step, operation }: StepWish, onDone: () => void) {
	const [refusal, setRefusal] = useState<Refusal>()
	const [busy, setBusy] = useState(false)
	const move = async (reason: string) => {
		if (busy) return
		setBusy(true)
		const refused = await moveOperation(operation.id, { state: STATE[step], reason })
		setBusy(false)
		setRefusal(refused)
		if (refused === undefined) onDone()
	}
	return { refusal, busy, move }
}
