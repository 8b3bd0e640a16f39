import { Button } from '@lagebild/ui/button.tsx'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './orders.module.css'

type Props = { readonly asking: 'refuse' | 'done'; readonly onSay: (reason: string) => void; readonly onCancel: () => void }

const REASONS = ['bound', 'access', 'means', 'danger'] as const
const MOST_CHARACTERS = 300

/** A refusal has a reason, mostly one of a few; a completion may have a remark. */
export function ReasonForm({ asking, onSay, onCancel }: Props) {
	const t = useTranslations('orderStep')
	const [reason, setReason] = useState('')
	const [missing, setMissing] = useState(false)
	const id = useId()
	const refuses = asking === 'refuse'
	const send = (): void => (refuses && reason.trim() === '' ? setMissing(true) : onSay(reason))
	return (
		<form
			className={styles.form}
			aria-label={t(refuses ? 'refuseTitle' : 'doneTitle')}
			onSubmit={(event) => {
				event.preventDefault()
				send()
			}}
		>
			<p className={styles.formTitle}>{t(refuses ? 'refuseTitle' : 'doneTitle')}</p>
			{refuses && <Reasons chosen={reason} onChoose={setReason} />}
			<label htmlFor={id}>{t(refuses ? 'reason' : 'remark')}</label>
			<input
				id={id}
				className={styles.input}
				value={reason}
				maxLength={MOST_CHARACTERS}
				onChange={({ target }) => setReason(target.value)}
			/>
			{missing && reason.trim() === '' && (
				<p className={styles.missing} role="alert">
					{t('refuseMissing')}
				</p>
			)}
			<div className={styles.actions}>
				<Button look="primary" className={styles.primary} submits>
					{t(refuses ? 'refuseSend' : 'doneSend')}
				</Button>
				<Button className={styles.other} onPress={onCancel}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}

function Reasons({ chosen, onChoose }: { readonly chosen: string; readonly onChoose: (reason: string) => void }) {
	const t = useTranslations('orderStep.reasons')
	return (
		<div className={styles.reasons}>
			{REASONS.map((one) => (
				<Button key={one} className={styles.other} pressed={chosen === t(one)} onPress={() => onChoose(t(one))}>
					{t(one)}
				</Button>
			))}
		</div>
	)
}
