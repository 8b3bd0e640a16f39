import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { TextInput } from '../operations/fields.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { enrol } from './api.ts'
import { EnrolCode } from './enrol-code.tsx'
import type { Enrolment } from './enrol-code.tsx'
import { OrganisationInput } from './organisation-input.tsx'
import { RefusalText } from './refusal-text.tsx'
import { UnitPicker } from './unit-picker.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly open: boolean; readonly operation: ListedOperation; readonly grant: Grant; readonly onClose: () => void }

/** Which unit, then the code for its tablet. */
export function EnrolDialog({ open, operation, grant, onClose }: Props) {
	const t = useTranslations('devices')
	return (
		<ModalDialog label={t('enrolTitle')} open={open} onClose={onClose}>
			{open && <Enrol operation={operation} grant={grant} onClose={onClose} />}
		</ModalDialog>
	)
}

type Draft = { readonly unit?: EntityId; readonly unitName: string; readonly name: string; readonly organisation: string }

function Enrol({ operation, grant, onClose }: Omit<Props, 'open'>) {
	const blank: Draft = { unitName: '', name: '', organisation: grant.organisation ?? '' }
	const [draft, setDraft] = useState<Draft>(blank)
	const [made, setMade] = useState<Enrolment>()
	const { busy, refusal, act } = useAct<{ readonly code: string; readonly expires: number }>()
	const make = async () => {
		const { unit, unitName, organisation } = draft
		const name = draft.name.trim()
		const named = organisation.trim()
		const body = { unit, operation: operation.id, name, ...(named !== '' && { organisation: named }) }
		const answer = await act(() => enrol(body))
		if (answer) setMade({ ...answer.value, name, unit: unitName, operation: operation.name })
	}
	const next = () => {
		setMade(undefined)
		setDraft({ ...blank, organisation: draft.organisation })
	}
	if (made) return <EnrolCode enrolment={made} refusal={refusal} onAgain={() => void make()} onNext={next} onClose={onClose} />
	return <Form {...{ draft, busy, onClose }} onChange={setDraft} onSubmit={() => void make()} refusal={<RefusalText refusal={refusal} />} />
}

type FormProps = {
	readonly draft: Draft
	readonly busy: boolean
	readonly refusal: React.ReactNode
	readonly onChange: (draft: Draft) => void
	readonly onSubmit: () => void
	readonly onClose: () => void
}

function Form({ draft, busy, refusal, onChange, onSubmit, onClose }: FormProps) {
	const t = useTranslations()
	const [tried, setTried] = useState(false)
	const nameless = draft.name.trim() === ''
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!nameless && draft.unit !== undefined) onSubmit()
	}
	/** As long as nobody has said another name, the tablet is called as its unit. */
	const choose = (unit: EntityId, unitName: string) =>
		onChange({ ...draft, unit, unitName, name: draft.name === '' || draft.name === draft.unitName ? unitName : draft.name })
	return (
		<form className={styles.form} onSubmit={submit} noValidate>
			<h2>{t('devices.enrolTitle')}</h2>
			<UnitPicker chosen={draft.unit} onChange={choose} missing={tried && draft.unit === undefined} />
			<TextInput
				label={t('devices.name')}
				hint={t('devices.nameHint')}
				value={draft.name}
				onChange={(name) => onChange({ ...draft, name })}
				max={120}
				fault={tried && nameless ? t('devices.nameFault') : undefined}
			/>
			<OrganisationInput
				label={t('rights.organisation')}
				hint={t('rights.organisationHint')}
				value={draft.organisation}
				onChange={(organisation) => onChange({ ...draft, organisation })}
			/>
			{refusal}
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('devices.enrolSubmit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}
