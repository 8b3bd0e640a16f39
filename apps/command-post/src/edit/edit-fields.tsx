import { Button } from '@lagebild/ui/button.tsx'
import { useMessages, useTranslations } from 'use-intl'

import { fieldLabel } from '../detail/field-name.ts'
import type { Messages } from '../messages/de.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { askedFields } from './fields.ts'
import type { ChoiceList, FieldSpec } from './fields.ts'
import type { Editor } from './use-editor.ts'

import orders from '../orders/orders.module.css'
import styles from './edit.module.css'

/** The fields of a kind: those that are asked for first, and the rest on request. */
export function EditFields({ editor }: { readonly editor: Editor }) {
	const t = useTranslations('edit')
	const { draft, faults } = editor
	const asked = askedFields(draft.kind, draft.fields)
	const more = asked.filter((spec) => spec.more)
	const isOpen = more.some(({ field }) => (draft.fields[field] ?? '') !== '' || faults.fields.has(field))
	return (
		<>
			{asked
				.filter((spec) => !spec.more)
				.map((spec) => (
					<EditField key={spec.field} spec={spec} editor={editor} />
				))}
			{more.length > 0 && (
				<details className={orders.more} open={isOpen}>
					<summary>{t('more')}</summary>
					{more.map((spec) => (
						<EditField key={spec.field} spec={spec} editor={editor} />
					))}
				</details>
			)}
		</>
	)
}

type Props = { readonly spec: FieldSpec; readonly editor: Editor }

function EditField({ spec, editor }: Props) {
	const t = useTranslations('edit')
	const words: Messages = useMessages()
	const { field, type, max = 40 } = spec
	const { draft, faults } = editor
	const label = fieldLabel(draft.kind, field, words)
	const fault = faults.fields.get(field)
	const common = {
		label,
		value: draft.fields[field] ?? '',
		fault: fault && t(`fault.${fault}`),
		onChange: (text: string) => editor.type(field, text),
	}
	const hint = type === 'clock' || type === 'strength' ? { hint: t(`${type}Hint`) } : {}
	return (
		<div className={styles.field}>
			{type === 'choice' || type === 'yesNo' ? (
				<SelectInput {...common} options={optionsOf(spec, common.value, words)} />
			) : (
				<TextInput {...common} {...hint} long={type === 'prose'} max={max} numeric={type === 'number' || type === 'people'} />
			)}
			<Newer spec={spec} editor={editor} />
		</div>
	)
}

/** What somebody else entered while this was being typed: both stand here until one is chosen. */
function Newer({ spec, editor }: Props) {
	const t = useTranslations('edit')
	const words: Messages = useMessages()
	const newer = editor.newer.find(({ field }) => field === spec.field)
	if (!newer) return null
	const value = optionsOf(spec, newer.typed, words).find(({ id }) => id === newer.typed)?.label ?? newer.typed
	return (
		<output className={styles.newer}>
			<span>{newer.typed === '' ? t('newerEmpty') : t('newer', { value })}</span>
			<Button size="row" onPress={() => editor.settle(newer, false)}>
				{t('takeTheirs')}
			</Button>
			<Button size="row" onPress={() => editor.settle(newer, true)}>
				{t('keepMine')}
			</Button>
		</output>
	)
}

/** The choices in words; a value of a newer hub that has none stays to be chosen under its key. */
function optionsOf({ options = [], list, required }: FieldSpec, chosen: string, words: Messages) {
	const named = list === undefined ? {} : wordsOf(list, words)
	const all = chosen === '' || options.includes(chosen) ? options : [...options, chosen]
	const labelled = all.map((id) => ({ id, label: named[id] ?? id }))
	return required ? labelled : [{ id: '', label: words.edit.none }, ...labelled]
}

function wordsOf(list: ChoiceList, words: Messages): Readonly<Record<string, string>> {
	switch (list) {
		case 'severity':
			return words.words.severity
		case 'organisation':
			return words.words.organisation
		case 'yesNo':
			return { yes: words.edit.yes, no: words.edit.no }
		default:
			return words.values[list]
	}
}
