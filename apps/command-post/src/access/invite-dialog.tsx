import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { SelectInput, TextInput } from '../operations/fields.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { invite } from './api.ts'
import { RefusalText } from './refusal-text.tsx'
import { RightsFields } from './rights-fields.tsx'
import { newRights, PEOPLE, rightsBody, rightsMissing } from './rights.ts'
import { ShownLink } from './shown-link.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly open: boolean; readonly giver: Grant; readonly operation: ListedOperation; readonly onClose: () => void }
type Made = { readonly code: string; readonly name: string; readonly expires: number }

/** Names a person and what they may, then shows the link once. */
export function InviteDialog({ open, giver, operation, onClose }: Props) {
	const t = useTranslations('persons')
	return (
		<ModalDialog label={t('inviteTitle')} open={open} onClose={onClose}>
			{open && <Invite giver={giver} operation={operation} onClose={onClose} />}
		</ModalDialog>
	)
}

function Invite(props: Omit<Props, 'open'>) {
	const [made, setMade] = useState<Made>()
	return made ? <Link made={made} onClose={props.onClose} /> : <Form {...props} onMade={setMade} />
}

const HOURS = [1, 24, 72, 168] as const
const DAY = 24

function Form({ giver, operation, onClose, onMade }: Omit<Props, 'open'> & { readonly onMade: (made: Made) => void }) {
	const t = useTranslations()
	const [rights, setRights] = useState(() => newRights('staff', giver, [operation.id, ...operation.bases]))
	const [{ name, hours }, setSaid] = useState({ name: '', hours: '72' })
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct<{ readonly code: string; readonly invitation: { readonly expires: number } }>()
	const nameless = name.trim() === ''
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (nameless || rightsMissing(rights)) return
		const made = await act(() => invite({ for: name.trim(), ...rightsBody(rights), hours: Number(hours) }))
		if (made) onMade({ code: made.value.code, name: name.trim(), expires: made.value.invitation.expires })
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('persons.inviteTitle')}</h2>
			<TextInput
				label={t('persons.for')}
				hint={t('persons.forHint')}
				value={name}
				onChange={(text) => setSaid({ name: text, hours })}
				max={120}
				fault={tried && nameless ? t('persons.forMissing') : undefined}
			/>
			<RightsFields rights={rights} onChange={setRights} giver={giver} roles={PEOPLE} tried={tried} />
			<SelectInput
				label={t('persons.hours')}
				value={hours}
				options={HOURS.map((count) => ({
					id: String(count),
					label: count % DAY === 0 ? t('persons.daysOf', { days: count / DAY }) : t('persons.hoursOf', { hours: count }),
				}))}
				onChange={(next) => setSaid({ name, hours: next })}
			/>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('persons.inviteSubmit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}

function Link({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
	const t = useTranslations('persons')
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<ShownLink
			title={t('inviteDone', { name: made.name })}
			text={t('inviteDoneText', { time: formats.time(made.expires, now) })}
			label={t('inviteLink')}
			address={`${location.origin}/#/einladung/${made.code}`}
			onClose={onClose}
		/>
	)
}
