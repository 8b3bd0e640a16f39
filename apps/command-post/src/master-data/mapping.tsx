import type { MappedFrom, MasterDataMapping, MasterDataReport } from '@lagebild/model/master-data.ts'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { fieldText } from './texts.ts'
import type { Importing } from './use-import.ts'

import styles from './master-data.module.css'

type Props = { readonly importing: Importing; readonly report: MasterDataReport }

/** Which column says which field. */
export function Mapping({ importing, report }: Props) {
	const t = useTranslations()
	const { fields, unmapped, columns } = report
	const map = (mapping: MasterDataMapping) => importing.choose({ mapping })
	const set = (field: string, from: MappedFrom | undefined) => map(mappedAs(report, field, from))
	return (
		<details className={styles.mapping} open={unmapped.length > 0 || undefined}>
			<summary className={styles.summary}>{t('masterData.mapping')}</summary>
			<p className={styles.hint}>{t('masterData.mappingHint')}</p>
			<div className={styles.fields}>
				{fields.map(({ field, required, from }) => (
					<FieldRow
						key={field}
						name={required ? `${fieldText(t, field)} (${t('masterData.required')})` : fieldText(t, field)}
						from={from}
						missing={unmapped.includes(field)}
						columns={columns}
						onChange={(next) => set(field, next)}
					/>
				))}
			</div>
			<KeyRow report={report} onChange={(column) => map({ ...report.mapping, key: [column] })} />
		</details>
	)
}

function mappedAs({ mapping }: MasterDataReport, field: string, from: MappedFrom | undefined): MasterDataMapping {
	const { [field]: _before, ...others } = mapping.columns
	return { ...mapping, columns: from === undefined ? others : { ...others, [field]: from } }
}

/** Values of the select that are no columns; a column's name never begins so. */
const NOTHING = '\u0000nothing'
const CONSTANT = '\u0000constant'

type RowProps = {
	readonly name: string
	readonly from: MappedFrom | undefined
	readonly missing: boolean
	readonly columns: MasterDataReport['columns']
	readonly onChange: (from: MappedFrom | undefined) => void
}

function FieldRow({ name, from, missing, columns, onChange }: RowProps) {
	const t = useTranslations('masterData')
	const id = useId()
	const [typing, setTyping] = useState(false)
	const constant = typeof from === 'object' ? from.constant : undefined
	const value = typing || constant !== undefined ? CONSTANT : typeof from === 'string' ? from : NOTHING
	const samples = columns.find((column) => column.name === from)?.samples ?? []
	return (
		<div className={styles.fieldRow} data-missing={missing}>
			<label htmlFor={id} className={styles.fieldName}>
				{name}
			</label>
			<select
				id={id}
				className={styles.select}
				value={value}
				onChange={({ target }) => {
					setTyping(target.value === CONSTANT)
					if (target.value !== CONSTANT) onChange(target.value === NOTHING ? undefined : target.value)
				}}
			>
				<option value={NOTHING}>{t('nothing')}</option>
				{columns.map((column) => (
					<option key={column.name} value={column.name}>
						{column.name}
					</option>
				))}
				<option value={CONSTANT}>{t('constant')}</option>
			</select>
			{value === CONSTANT ? (
				<ConstantInput label={t('constantFor', { field: name })} initial={constant ?? ''} onDone={onChange} />
			) : (
				samples.length > 0 && <span className={styles.samples}>{samples.join(' · ')}</span>
			)}
		</div>
	)
}

type ConstantProps = { readonly label: string; readonly initial: string; readonly onDone: (from: MappedFrom | undefined) => void }

/** Taken over when it is left or confirmed, not with every letter. */
function ConstantInput({ label, initial, onDone }: ConstantProps) {
	const [text, setText] = useState(initial)
	const done = () => {
		const constant = text.trim()
		if (constant !== initial) onDone(constant === '' ? undefined : { constant })
	}
	return (
		<input
			className={styles.constant}
			aria-label={label}
			value={text}
			onChange={({ target }) => setText(target.value)}
			onBlur={done}
			onKeyDown={({ key }) => key === 'Enter' && done()}
		/>
	)
}

function KeyRow({ report, onChange }: { readonly report: MasterDataReport; readonly onChange: (column: string) => void }) {
	const t = useTranslations('masterData')
	const id = useId()
	const hint = useId()
	return (
		<div className={styles.field}>
			<label htmlFor={id} className={styles.label}>
				{t('key')}
			</label>
			<select
				id={id}
				className={styles.select}
				value={report.key[0] ?? ''}
				aria-describedby={hint}
				onChange={({ target }) => onChange(target.value)}
			>
				{report.columns.map(({ name }) => (
					<option key={name} value={name}>
						{name}
					</option>
				))}
			</select>
			<p id={hint} className={styles.hint}>
				{t('keyHint')}
			</p>
		</div>
	)
}
