import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import type { MessageThing } from '../diary/entries.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import { promotingWords } from './report-words.ts'

import styles from '../operations/operations.module.css'

const CATEGORIES = [
	'flooding',
	'dike-damage',
	'person-in-danger',
	'ship-accident',
	'power-outage',
	'hazardous-material',
	'fire',
	'storm-damage',
	'road-blocked',
	'medical',
	'other',
] as const

type Props = { readonly thing: MessageThing; readonly grant: Grant; readonly open: boolean; readonly onClose: () => void }

/** Makes an incident of a message; its place, urgency, text and reporter are taken over. */
export function PromoteDialog({ thing, grant, open, onClose }: Props) {
	const t = useTranslations('reports')
	return (
		<ModalDialog label={t('promote')} open={open} onClose={onClose}>
			<Form thing={thing} grant={grant} onClose={onClose} />
		</ModalDialog>
	)
}

const TITLE_LENGTH = 120

function Form({ thing, grant, onClose }: Omit<Props, 'open'>) {
	const t = useTranslations('reports')
	const words = useTranslations('values.category')
	const [title, setTitle] = useState((thing.row.fields.text ?? '').split('\n')[0]?.slice(0, TITLE_LENGTH) ?? '')
	const [category, setCategory] = useState<(typeof CATEGORIES)[number]>('flooding')
	const [tried, setTried] = useState(false)
	const { refusal, busy, enter } = useSaying(onClose)
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (title.trim() !== '') void enter(() => sayWords(promotingWords(thing, { title: title.trim(), category }, grant.source)))
	}
	return (
		<form className={styles.form} onSubmit={submit} noValidate>
			<h2>{t('promote')}</h2>
			<p>{t(thing.row.geometry ? 'promoteText' : 'promoteNoPlace')}</p>
			<TextInput
				label={t('incidentTitle')}
				value={title}
				onChange={setTitle}
				max={300}
				fault={tried && title.trim() === '' ? t('titleMissing') : undefined}
			/>
			<SelectInput
				label={t('incidentCategory')}
				value={category}
				options={CATEGORIES.map((id) => ({ id, label: words(id) }))}
				onChange={setCategory}
			/>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('promoteGo')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('cancel')}
				</Button>
			</div>
		</form>
	)
}
