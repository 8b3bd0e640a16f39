import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { SelectInput, TextInput } from '../operations/fields.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { store } from '../state/store.ts'
import { createKey } from './api.ts'
import { keyBody, keyFaults, LIVES } from './key-draft.ts'
import type { KeyDraft, KeyFault } from './key-draft.ts'
import { KeyShown } from './key-shown.tsx'
import { KindsField } from './kinds-field.tsx'
import { RefusalText } from './refusal-text.tsx'
import { RightsFields } from './rights-fields.tsx'
import { newRights, SYSTEMS } from './rights.ts'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = {
	readonly open: boolean
	/** To begin with. */
	readonly name?: string | undefined
	readonly giver: Grant
	readonly operation: ListedOperation
	readonly onClose: () => void
}

export function CreateKeyDialog({ open, name, giver, operation, onClose }: Props) {
	const t = useTranslations('apiKeys')
	return (
		<ModalDialog label={t('createTitle')} open={open} onClose={onClose}>
			{open && <Create name={name} giver={giver} operation={operation} onClose={onClose} />}
		</ModalDialog>
	)
}

function Create({ name = '', giver, operation, onClose }: Omit<Props, 'open'>) {
	const t = useTranslations()
	const [draft, setDraft] = useState<KeyDraft>(() => ({
		name,
		rights: newRights('integrator', giver, [operation.id, ...operation.bases]),
		rank: 'device',
		reads: undefined,
		says: undefined,
		days: '365',
		budget: '',
	}))
	const [tried, setTried] = useState(false)
	const [secret, setSecret] = useState<string>()
	const { busy, refusal, act } = useAct<{ readonly key: string }>()
	const faults = keyFaults(draft)
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (faults.size > 0) return
		const made = await act(() => createKey(keyBody(draft, store.getState().now)))
		if (made) setSecret(made.value.key)
	}
	if (secret !== undefined) return <KeyShown name={draft.name} secret={secret} onClose={onClose} />
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('apiKeys.createTitle')}</h2>
			<Fields draft={draft} onChange={setDraft} faults={tried ? faults : new Set()} giver={giver} />
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('apiKeys.createSubmit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}

type FieldsProps = {
	readonly draft: KeyDraft
	readonly onChange: (draft: KeyDraft) => void
	readonly faults: ReadonlySet<KeyFault>
	readonly giver: Grant
}

const RANKS = ['crowd', 'device', 'authority'] as const

function Fields({ draft, onChange, faults, giver }: FieldsProps) {
	const t = useTranslations('apiKeys')
	const change = (more: Partial<KeyDraft>) => onChange({ ...draft, ...more })
	const speaks = draft.rights.role === 'integrator'
	return (
		<>
			<TextInput
				label={t('name')}
				hint={t('nameHint')}
				value={draft.name}
				onChange={(name) => change({ name })}
				max={63}
				fault={faults.has('name') ? t('nameFault') : undefined}
			/>
			<RightsFields
				rights={draft.rights}
				onChange={(rights) => change({ rights })}
				giver={giver}
				roles={SYSTEMS}
				tried={faults.has('operations')}
			/>
			<KindsField
				label={t('reads')}
				all="allKinds"
				chosen={draft.reads}
				onChange={(reads) => change({ reads })}
				missing={faults.has('reads')}
			/>
			{speaks && (
				<KindsField label={t('says')} all="asRead" chosen={draft.says} onChange={(says) => change({ says })} missing={faults.has('says')} />
			)}
			{speaks && (
				<SelectInput
					label={t('rank')}
					value={draft.rank}
					options={RANKS.map((id) => ({ id, label: t(`ranks.${id}`) }))}
					onChange={(rank) => change({ rank })}
				/>
			)}
			<Limits draft={draft} onChange={onChange} faults={faults} />
		</>
	)
}

function Limits({ draft, onChange, faults }: Omit<FieldsProps, 'giver'>) {
	const t = useTranslations()
	return (
		<div className={styles.pair}>
			<SelectInput
				label={t('apiKeys.expires')}
				value={draft.days}
				options={LIVES.map((id) => ({ id, label: id === '' ? t('apiKeys.expiresNever') : t('persons.daysOf', { days: Number(id) }) }))}
				onChange={(days) => onChange({ ...draft, days })}
			/>
			<TextInput
				label={t('apiKeys.budget')}
				hint={t('apiKeys.budgetHint')}
				value={draft.budget}
				onChange={(budget) => onChange({ ...draft, budget })}
				fault={faults.has('budget') ? t('apiKeys.budgetFault') : undefined}
				numeric
				max={8}
			/>
		</div>
	)
}
