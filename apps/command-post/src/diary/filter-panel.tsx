import { EntityId as EntityIds } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { SelectInput, TextInput } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import { select } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { booksOf, CATEGORIES } from './entries.ts'
import type { DiaryEntry, DiaryFilter } from './entries.ts'

import styles from '../log/log.module.css'

type Props = {
	readonly entries: readonly DiaryEntry[]
	readonly filter: DiaryFilter
	readonly onChange: (next: Partial<DiaryFilter>) => void
	readonly onReset: () => void
}

const HOURS = [0, 1, 6, 24] as const

export function FilterPanel({ entries, filter, onChange, onReset }: Props) {
	const t = useTranslations('diary')
	const books = booksOf(entries)
	const authors = [...new Set(entries.filter(({ book }) => book === filter.book).map(({ author }) => author))].toSorted()
	const linked = useLinkedOptions(entries)
	const every = { id: '', label: t('every') }
	return (
		<div className={styles.filter}>
			{books.length > 1 && (
				<SelectInput
					label={t('book')}
					value={filter.book}
					options={books.map((id) => ({ id, label: id }))}
					onChange={(book) => onChange({ book })}
				/>
			)}
			<Jump entries={entries.filter(({ book }) => book === filter.book)} />
			<TextInput label={t('search')} value={filter.text} onChange={(text) => onChange({ text })} />
			<SelectInput
				label={t('category')}
				value={filter.category}
				options={[{ id: 'all' as const, label: t('every') }, ...CATEGORIES.map((id) => ({ id, label: t(`categories.${id}`) }))]}
				onChange={(category) => onChange({ category })}
			/>
			<SelectInput
				label={t('author')}
				value={filter.author}
				options={[every, ...authors.map((id) => ({ id, label: id }))]}
				onChange={(author) => onChange({ author })}
			/>
			<SelectInput
				label={t('time')}
				value={String(filter.hours)}
				options={HOURS.map((hours) => ({ id: String(hours), label: hours === 0 ? t('every') : t('lastHours', { hours }) }))}
				onChange={(hours) => onChange({ hours: Number(hours) })}
			/>
			<SelectInput
				label={t('linked')}
				value={filter.linked}
				options={[every, ...linked]}
				onChange={(id) => onChange({ linked: EntityIds.safeParse(id).data ?? '' })}
			/>
			<Button onPress={onReset}>{t('reset')}</Button>
		</div>
	)
}

/** What entries are linked with, by name. */
function useLinkedOptions(entries: readonly DiaryEntry[]) {
	const t = useTranslations('kinds')
	const { language } = useFormats()
	const things = usePicture(({ content }) => content.things)
	const ids = new Set(entries.flatMap(({ linked }) => linked))
	return [...ids].flatMap((id) => {
		const row = things.get(id)?.row
		if (!row || (row.kind === 'message' && row.fields.type === 'diary')) return []
		return [{ id: String(row.id), label: `${t(row.kind)}: ${titleOf(row, language).slice(0, 60)}` }]
	})
}

function Jump({ entries }: { readonly entries: readonly DiaryEntry[] }) {
	const t = useTranslations('diary')
	const [{ text, missing }, setTyped] = useState({ text: '', missing: false })
	const jump = (event: FormEvent) => {
		event.preventDefault()
		const found = entries.find(({ number }) => number === Number(text.trim()))
		setTyped({ text, missing: !found })
		if (!found) return
		select(found.id)
		document.querySelector(`[data-entry="${CSS.escape(found.id)}"]`)?.scrollIntoView({ block: 'center' })
	}
	return (
		<form className={styles.jump} onSubmit={jump}>
			<TextInput
				label={t('jump')}
				value={text}
				numeric
				max={7}
				onChange={(next) => setTyped({ text: next, missing: false })}
				fault={missing ? t('noNumber', { number: text }) : undefined}
			/>
			<Button submits>{t('go')}</Button>
		</form>
	)
}
