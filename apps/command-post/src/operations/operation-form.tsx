import { OperationId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { changeOperation, openNew } from '../api/operations.ts'
import type { Refusal } from '../api/operations.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { AreaField } from './area-field.tsx'
import { bodyOf, changeOf, draftOf, faultOf, idOf, newDraft, openBases, withStatus } from './draft.ts'
import type { Draft, DraftFault } from './draft.ts'
import { Group, SelectInput, TextInput } from './fields.tsx'
import { GaugePicker } from './gauge-picker.tsx'
import { RefusalText } from './refusal-text.tsx'

import styles from './operations.module.css'

const STATUSES = ['actual', 'exercise', 'test'] as const

type Props = {
	/** Absent: a new one. */
	readonly operation?: ListedOperation | undefined
	readonly timeZone: string
	readonly onDone: (opened?: OperationId) => void
}

/** Everything about an operation that a person decides. The identifier and the kind are decided once. */
export function OperationForm({ operation, timeZone, onDone }: Props) {
	const t = useTranslations('operationForm')
	const operations = usePicture((facts) => facts.operations)
	const [draft, setDraft] = useState<Draft>(() => (operation ? draftOf(operation) : newDraft(operations, timeZone)))
	const [tried, setTried] = useState(false)
	const { refusal, busy, enter } = useEntering(operation, onDone)
	const wrong = faultOf(draft, new Set(operations.flatMap(({ id }) => (id === operation?.id ? [] : [id]))))
	const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more })
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!wrong) void enter(draft)
	}
	const parts = { draft, told: tried ? wrong : undefined, onChange: change }
	return (
		<form className={styles.form} onSubmit={submit} noValidate>
			<Heading text={operation ? t('editTitle', { name: operation.name }) : t('createTitle')} />
			<Naming {...parts} isNew={!operation} />
			{!operation && <StatusChoice draft={draft} onChange={(status) => setDraft(withStatus(draft, status, operations))} />}
			<AreaField {...parts} before={operation} />
			<Sources {...parts} base={operation?.base === true ? operation : undefined} choices={openBases(operations, draft.status)} />
			<ZoneField {...parts} />
			{operation && (
				<TextInput label={t('reason')} hint={t('reasonHint')} value={draft.reason} onChange={(reason) => change({ reason })} max={2_000} />
			)}
			<RefusalText refusal={refusal} />
			<Actions busy={busy} isNew={!operation} onCancel={() => onDone()} />
		</form>
	)
}

/** Says it to the hub, once at a time; ends when the hub has done it. */
function useEntering(operation: ListedOperation | undefined, onDone: Props['onDone']) {
	const [refusal, setRefusal] = useState<Refusal>()
	const [busy, setBusy] = useState(false)
	const enter = async (draft: Draft) => {
		if (busy) return
		setBusy(true)
		const refused = await save(draft, operation)
		setBusy(false)
		setRefusal(refused)
		if (refused === undefined) onDone(operation ? undefined : OperationId.safeParse(idOf(draft)).data)
	}
	return { refusal, busy, enter }
}

function Actions({ busy, isNew, onCancel }: { readonly busy: boolean; readonly isNew: boolean; readonly onCancel: () => void }) {
	const t = useTranslations('operationForm')
	return (
		<div className={styles.actions}>
			<Button look="primary" size="main" submits isDisabled={busy}>
				{busy ? t('saving') : t(isNew ? 'submitCreate' : 'submitEdit')}
			</Button>
			<Button size="main" onPress={onCancel}>
				{t('cancel')}
			</Button>
		</div>
	)
}

async function save(draft: Draft, operation: ListedOperation | undefined): Promise<Refusal> {
	if (!operation) return openNew(bodyOf(draft))
	const body = changeOf(draft, operation)
	return body ? changeOperation(operation.id, body) : undefined
}

/** Takes the focus: whoever cannot see it hears where they are. */
function Heading({ text }: { readonly text: string }) {
	const heading = useRef<HTMLHeadingElement>(null)
	useEffect(() => {
		heading.current?.focus()
	}, [])
	return (
		<h2 ref={heading} tabIndex={-1}>
			{text}
		</h2>
	)
}

type PartProps = { readonly draft: Draft; readonly told: DraftFault | undefined; readonly onChange: (more: Partial<Draft>) => void }

function Naming({ draft, isNew, told, onChange }: PartProps & { readonly isNew: boolean }) {
	const t = useTranslations('operationForm')
	const idFault = told === 'id' || told === 'idTaken' ? t(`fault.${told}`) : undefined
	return (
		<>
			<TextInput
				label={t('name')}
				name="operation-name"
				value={draft.name}
				onChange={(name) => onChange({ name })}
				fault={told === 'name' ? t('fault.name') : undefined}
			/>
			{isNew && (
				<TextInput
					label={t('id')}
					name="operation-id"
					value={idOf(draft)}
					onChange={(ownId) => onChange({ ownId: ownId === '' ? undefined : ownId })}
					hint={t('idHint')}
					fault={idFault}
					max={63}
				/>
			)}
		</>
	)
}

function StatusChoice({ draft, onChange }: { readonly draft: Draft; readonly onChange: (status: Draft['status']) => void }) {
	const t = useTranslations()
	return (
		<Group label={t('operationForm.status')} hint={t('operationForm.statusHint')}>
			<Segmented
				label={t('operationForm.status')}
				chosen={draft.status}
				onChange={onChange}
				options={STATUSES.map((id) => ({ id, label: t(`words.status.${id}`) }))}
			/>
		</Group>
	)
}

type SourcesProps = PartProps & { readonly base: ListedOperation | undefined; readonly choices: readonly ListedOperation[] }

/** A base shows its own gauges, any other operation those of its bases. */
function Sources({ draft, base, choices, onChange }: SourcesProps) {
	const t = useTranslations('operationForm')
	const toggle = (id: OperationId) =>
		onChange({ bases: draft.bases.includes(id) ? draft.bases.filter((one) => one !== id) : [...draft.bases, id] })
	return (
		<>
			{!base && (
				<Group label={t('bases')}>
					{choices.length === 0 && <p className={styles.hint}>{t('basesNone')}</p>}
					{choices.map(({ id, name }) => (
						<Checkbox key={id} checked={draft.bases.includes(id)} onChange={() => toggle(id)}>
							<bdi>{name}</bdi>
						</Checkbox>
					))}
				</Group>
			)}
			<GaugePicker bases={base ? [base.id] : draft.bases} chosen={draft.gauges} onChange={(gauges) => onChange({ gauges })} />
		</>
	)
}

const ZONES = Intl.supportedValuesOf('timeZone')

function ZoneField({ draft, told, onChange }: PartProps) {
	const t = useTranslations('operationForm')
	const zone = draft.timeZone
	const zones = ZONES.includes(zone) ? ZONES : [zone, ...ZONES]
	return (
		<SelectInput
			label={t('timeZone')}
			hint={t('timeZoneHint')}
			value={zone}
			fault={told === 'timeZone' ? t('fault.timeZone') : undefined}
			onChange={(timeZone) => onChange({ timeZone })}
			options={zones.map((id) => ({ id, label: id }))}
		/>
	)
}
