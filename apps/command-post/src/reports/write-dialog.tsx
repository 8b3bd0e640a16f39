import type { Grant } from '@lagebild/model/label.ts'
import { formatPriority } from '@lagebild/model/priority.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { Segmented, ToggleRow } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { authorOf } from '../diary/entries.ts'
import type { MessageThing } from '../diary/entries.ts'
import { draftKey } from '../log/draft-storage.ts'
import { useDraft } from '../log/draft.ts'
import { functionsOf } from '../log/own-functions.ts'
import { readWhen } from '../log/when.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { useShort } from './report-list.tsx'
import { reportWords } from './report-words.ts'
import { ADDRESSEES, nextNumber, reportsOf } from './reports.ts'

import styles from '../log/log.module.css'
import form from '../operations/operations.module.css'

type Props = {
	readonly operation: ListedOperation
	readonly grant: Grant
	readonly answers?: MessageThing
	readonly open: boolean
	readonly onClose: () => void
}

/** A message in the fields of the four-part form. */
export function WriteDialog({ open, onClose, ...props }: Props) {
	const t = useTranslations('reports')
	const label = t(props.answers ? 'answer' : 'write')
	return (
		<ModalDialog label={label} open={open} onClose={onClose}>
			<Form {...props} title={label} onClose={onClose} />
		</ModalDialog>
	)
}

const CHANNELS = ['', 'Funk', 'Telefon', 'Melder', 'Fax', 'E-Mail'] as const
const PRIORITIES = ['einfach', 'sofort', 'blitz'] as const
type Draft = {
	readonly direction: string
	readonly priority: string
	readonly registryNumber: string
	readonly from: string
	readonly to: string
	readonly channel: string
	readonly header: string
	readonly conversation: boolean
	readonly text: string
	readonly sign: string
	readonly function: string
	readonly note: string
	readonly when: string
	readonly addressees: readonly string[]
}
const EMPTY: Draft = {
	direction: 'in',
	priority: 'einfach',
	registryNumber: '',
	from: '',
	to: '',
	channel: '',
	header: '',
	conversation: false,
	text: '',
	sign: '',
	function: '',
	note: '',
	when: '',
	addressees: ['S2'],
}

type FormProps = Omit<Props, 'open'> & { readonly title: string }

function directionOf({ direction }: Draft): 'in' | 'out' {
	return direction === 'out' ? 'out' : 'in'
}

/** An answer goes out to whoever is answered; what this desk begins is kept, one draft for each thing answered. */
function useReportDraft({ operation, grant, answers }: FormProps) {
	const key = draftKey('message', operation.id, grant.credential)
	const reply = answers && {
		direction: 'out',
		to: answers.row.fields.from ?? authorOf(answers.row),
		priority: answers.row.fields.priority ?? 'einfach',
	}
	const from = functionsOf(operation, grant)[0] ?? grant.name
	return useDraft<Draft>(answers ? `${key}.${answers.row.id}` : key, { ...EMPTY, ...(reply && { ...reply, from }) })
}

function useWriting(props: FormProps, [draft, change]: ReturnType<typeof useReportDraft>) {
	const { operation, grant, answers, onClose } = props
	const now = usePicture((facts) => facts.now)
	const reports = usePicture(({ content }) => reportsOf(content))
	const [tried, setTried] = useState(false)
	const { refusal, busy, enter } = useSaying(() => {
		change(undefined)
		onClose()
	})
	const composed = draft.when.trim() === '' ? now : readWhen(draft.when, now, operation.timeZone)
	const proposed = nextNumber(reports, directionOf(draft))
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (draft.text.trim() === '' || composed === undefined) return
		const said = {
			...draft,
			direction: directionOf(draft),
			priority: PRIORITIES.find((one) => one === draft.priority) ?? 'einfach',
			registryNumber: draft.registryNumber.trim() === '' ? proposed : draft.registryNumber,
			answers: answers?.row.id ?? '',
		} as const
		const moment = { operation: answers?.operation ?? operation.id, source: grant.source, composed, now, taker: grant.name }
		void enter(() => sayWords(reportWords(said, moment)))
	}
	return { submit, tried, composed, proposed, refusal, busy }
}

function Form(props: FormProps) {
	const t = useTranslations('reports')
	const draftOf = useReportDraft(props)
	const [draft, change] = draftOf
	const { submit, tried, composed, proposed, refusal, busy } = useWriting(props, draftOf)
	return (
		<form className={form.form} onSubmit={submit} noValidate>
			<h2>{props.title}</h2>
			<Kind draft={draft} onChange={change} />
			<Ends draft={draft} onChange={change} />
			<TextInput
				label={t('fields.text')}
				long
				max={20_000}
				value={draft.text}
				onChange={(text) => change({ text })}
				fault={tried && draft.text.trim() === '' ? t('textMissing') : undefined}
			/>
			<div className={styles.fields}>
				<TextInput
					label={t('fields.composed')}
					hint={t('composedHint')}
					value={draft.when}
					onChange={(when) => change({ when })}
					fault={composed === undefined ? t('whenWrong') : undefined}
					max={20}
				/>
				<TextInput
					label={t('fields.registryNumber')}
					hint={t('numberHint', { number: proposed })}
					value={draft.registryNumber}
					onChange={(registryNumber) => change({ registryNumber })}
					max={60}
				/>
			</div>
			<More draft={draft} onChange={change} />
			<To draft={draft} onChange={change} />
			<RefusalText refusal={refusal} />
			<div className={form.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('enter')}
				</Button>
				<Button size="main" onPress={props.onClose}>
					{t('later')}
				</Button>
			</div>
		</form>
	)
}

type PartProps = { readonly draft: Draft; readonly onChange: (change: Partial<Draft>) => void }

function Kind({ draft, onChange }: PartProps) {
	const t = useTranslations('reports')
	return (
		<div className={styles.kinds}>
			<Segmented
				label={t('fields.direction')}
				chosen={directionOf(draft)}
				onChange={(direction) => onChange({ direction })}
				options={(['in', 'out'] as const).map((id) => ({ id, label: t(`directions.${id}`) }))}
			/>
			<Segmented
				label={t('fields.priority')}
				chosen={PRIORITIES.find((one) => one === draft.priority) ?? 'einfach'}
				onChange={(priority) => onChange({ priority })}
				options={PRIORITIES.map((id) => ({ id, label: formatPriority(id) }))}
			/>
		</div>
	)
}

function Ends({ draft, onChange }: PartProps) {
	const t = useTranslations('reports')
	return (
		<div className={styles.fields}>
			<TextInput label={t('fields.from')} value={draft.from} onChange={(from) => onChange({ from })} max={300} />
			<TextInput label={t('fields.to')} hint={t('toHint')} value={draft.to} onChange={(to) => onChange({ to })} max={1_000} />
		</div>
	)
}

function More({ draft, onChange }: PartProps) {
	const t = useTranslations('reports')
	return (
		<div className={styles.fields}>
			<SelectInput
				label={t('fields.channel')}
				value={CHANNELS.find((one) => one === draft.channel) ?? ''}
				options={CHANNELS.map((id) => ({ id, label: id === '' ? t('noChannel') : t(`channels.${id}`) }))}
				onChange={(channel) => onChange({ channel })}
			/>
			<TextInput label={t('fields.header')} value={draft.header} onChange={(header) => onChange({ header })} max={300} />
			<TextInput label={t('fields.function')} value={draft.function} onChange={(said) => onChange({ function: said })} max={300} />
			<TextInput label={t('fields.signOnly')} value={draft.sign} onChange={(sign) => onChange({ sign })} max={60} />
			<TextInput label={t('fields.note')} value={draft.note} onChange={(note) => onChange({ note })} max={2_000} />
			<Checkbox checked={draft.conversation} onChange={(conversation) => onChange({ conversation })}>
				{t('fields.conversation')}
			</Checkbox>
		</div>
	)
}

function To({ draft, onChange }: PartProps) {
	const t = useTranslations('reports')
	const short = useShort()
	return (
		<div className={styles.labelled}>
			<span aria-hidden>{t('distribution')}</span>
			<ToggleRow
				label={t('distribution')}
				chosen={new Set(ADDRESSEES.filter((one) => draft.addressees.includes(one)))}
				onChange={(ids) => onChange({ addressees: [...ids] })}
				options={ADDRESSEES.map((id) => ({ id, label: short(id) }))}
			/>
		</div>
	)
}
