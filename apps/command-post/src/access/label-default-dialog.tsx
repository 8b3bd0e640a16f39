import type { LabelDefault } from '@lagebild/model/access/http.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant, Level } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { Group, SelectInput } from '../operations/fields.tsx'
import { setLabelDefault } from './api.ts'
import { labelOf, organisationsIn } from './label-text.ts'
import { OrganisationInput } from './organisation-input.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = {
	readonly rule: LabelDefault | 'new' | undefined
	readonly giver: Grant
	readonly onClose: () => void
	readonly onDone: () => void
}

type Draft = { readonly organisation: string; readonly kind: EntityKind | ''; readonly level: Level; readonly only: string }

const LEVELS = ['open', 'internal', 'restricted'] as const satisfies readonly Level[]

export function LabelDefaultDialog({ rule, giver, onClose, onDone }: Props) {
	const t = useTranslations('labelDefaults')
	return (
		<ModalDialog label={t('addTitle')} open={rule !== undefined} onClose={onClose}>
			{rule !== undefined && <Form {...{ rule, giver, onClose, onDone }} />}
		</ModalDialog>
	)
}

function draftOf(rule: Props['rule'], giver: Grant): Draft {
	if (rule === undefined || rule === 'new') return { organisation: giver.organisation ?? '', kind: '', level: 'internal', only: '' }
	const { organisation, kind = '', label } = rule
	return { organisation, kind, level: label.level, only: label.organisations?.join(', ') ?? '' }
}

function Form({ rule, giver, onClose, onDone }: Props) {
	const t = useTranslations()
	const [draft, setDraft] = useState(() => draftOf(rule, giver))
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const { organisation, kind, level, only } = draft
	const nameless = organisation.trim() === ''
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (nameless) return
		const label = labelOf(level, organisationsIn(only))
		const body = { organisation: organisation.trim(), ...(kind !== '' && { kind }), label }
		if (await act(() => setLabelDefault(body))) onDone()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('labelDefaults.addTitle')}</h2>
			<Fields draft={draft} onChange={setDraft} nameless={tried && nameless} />
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('labelDefaults.submit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}

type FieldsProps = { readonly draft: Draft; readonly onChange: (draft: Draft) => void; readonly nameless: boolean }

function Fields({ draft, onChange, nameless }: FieldsProps) {
	const t = useTranslations()
	const change = (more: Partial<Draft>) => onChange({ ...draft, ...more })
	const { organisation, kind, level, only } = draft
	return (
		<>
			<OrganisationInput
				label={t('labelDefaults.organisation')}
				value={organisation}
				onChange={(text) => change({ organisation: text })}
				fault={nameless ? t('labelDefaults.organisationMissing') : undefined}
			/>
			<SelectInput
				label={t('labelDefaults.kind')}
				value={kind}
				options={[{ id: '', label: t('labelDefaults.allKinds') }, ...KINDS.map((id) => ({ id, label: t(`kinds.${id}`) }))]}
				onChange={(next) => change({ kind: next })}
			/>
			<Group label={t('label.level')} hint={t(`label.meanings.${level}`)}>
				<div>
					<Segmented
						label={t('label.level')}
						options={LEVELS.map((id) => ({ id, label: t(`label.names.${id}`) }))}
						chosen={level}
						onChange={(next) => change({ level: next })}
					/>
				</div>
			</Group>
			<OrganisationInput
				label={t('label.organisations')}
				hint={t('label.organisationsHint')}
				value={only}
				onChange={(text) => change({ only: text })}
			/>
		</>
	)
}
