import type { Assignment, StaffFunction } from '@lagebild/model/access/functions.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useCallback, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { SelectInput, TextInput } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { renewOperations } from '../state/session.ts'
import { assignable, assignFunction } from './api.ts'
import { RefusalText } from './refusal-text.tsx'
import { useAct, useRemote } from './use-remote.ts'

import styles from './access.module.css'

export type Post = { readonly function: StaffFunction; readonly held: Assignment | undefined }
type Props = { readonly post: Post | undefined; readonly operation: ListedOperation; readonly onClose: () => void }

/** Gives a function to a person, or leaves it vacant. */
export function FunctionDialog({ post, operation, onClose }: Props) {
	const t = useTranslations('functions')
	const label = post ? t('assignTitle', { function: t(`names.${post.function}`) }) : ''
	return (
		<ModalDialog label={label} open={post !== undefined} onClose={onClose}>
			{post && <Form post={post} operation={operation} onClose={onClose} />}
		</ModalDialog>
	)
}

type Draft = { readonly credential: string; readonly section: string; readonly reason: string }

function Form({ post, operation, onClose }: Props & { readonly post: Post }) {
	const t = useTranslations('functions')
	const common = useTranslations('access')
	const { held } = post
	const [draft, setDraft] = useState<Draft>({ credential: held?.credential ?? '', section: held?.section ?? '', reason: '' })
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const sections = useSections()
	const section = sections.find(({ id }) => id === draft.section)?.id
	const leads = post.function === 'section-leader'
	const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more })
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (leads && section === undefined) return
		const done = await act(() => assignFunction(operation.id, bodyOf(post.function, draft, section)))
		if (!done) return
		await renewOperations()
		onClose()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('assignTitle', { function: t(`names.${post.function}`) })}</h2>
			{leads && (
				<SectionChoice
					value={draft.section}
					sections={sections}
					onChange={(next) => change({ section: next })}
					fault={tried && section === undefined ? t(sections.length === 0 ? 'sectionNone' : 'sectionMissing') : undefined}
				/>
			)}
			<PersonChoice operation={operation} held={held} value={draft.credential} onChange={(credential) => change({ credential })} />
			<TextInput label={t('reason')} hint={t('reasonHint')} value={draft.reason} onChange={(reason) => change({ reason })} max={2_000} />
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('submit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{common('cancel')}
				</Button>
			</div>
		</form>
	)
}

function bodyOf(post: StaffFunction, { credential, reason }: Draft, section: EntityId | undefined) {
	const why = reason.trim()
	return {
		function: post,
		credential: credential === '' ? null : credential,
		...(section !== undefined && { section }),
		...(why !== '' && { reason: why }),
	}
}

type Choice = { readonly id: EntityId; readonly label: string }

function useSections(): readonly Choice[] {
	const { language } = useFormats()
	const { things } = usePicture(({ content }) => content)
	return [...things.values()]
		.flatMap(({ row }) => (row.kind === 'section' ? [{ id: row.id, label: titleOf(row, language) }] : []))
		.toSorted((a, b) => a.label.localeCompare(b.label, language))
}

type SectionProps = {
	readonly value: string
	readonly sections: readonly Choice[]
	readonly onChange: (id: string) => void
	readonly fault: string | undefined
}

function SectionChoice({ value, sections, onChange, fault }: SectionProps) {
	const t = useTranslations('functions')
	const options = [{ id: '', label: '' }, ...sections]
	return <SelectInput label={t('section')} value={value} options={options} onChange={onChange} fault={fault} />
}

type PersonProps = {
	readonly operation: ListedOperation
	readonly held: Assignment | undefined
	readonly value: string
	readonly onChange: (credential: string) => void
}

function PersonChoice({ operation, held, value, onChange }: PersonProps) {
	const t = useTranslations('functions')
	const load = useCallback(() => assignable(operation.id), [operation.id])
	const { value: people = [], refusal } = useRemote(load)
	const known = people.map(({ credential, name, organisation }) => ({
		id: credential,
		label: organisation === undefined ? name : `${name}, ${organisation}`,
	}))
	const others = held && !known.some(({ id }) => id === held.credential) ? [{ id: held.credential, label: held.name }] : []
	return (
		<>
			<SelectInput
				label={t('person')}
				value={value}
				options={[{ id: '', label: t('nobody') }, ...others, ...known]}
				onChange={onChange}
				hint={known.length === 0 && !refusal ? t('noPeople') : undefined}
			/>
			<RefusalText refusal={refusal} />
		</>
	)
}
