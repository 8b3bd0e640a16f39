import type { OperationId } from '@lagebild/model/ids.ts'
import { MASTER_DATA_LISTS } from '@lagebild/model/master-data.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { FileUp } from 'lucide-react'
import { useId, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { templatePath } from './api.ts'
import type { Importing } from './use-import.ts'

import styles from './master-data.module.css'

type Props = { readonly importing: Importing; readonly targets: readonly ListedOperation[] }

/** Which list, where to, and the file. */
export function Setup({ importing, targets }: Props) {
	const t = useTranslations('masterData')
	const { choice, choose } = importing
	return (
		<div className={styles.form}>
			<Field label={t('list')}>
				{(id) => (
					<select id={id} className={styles.select} value={choice.list} onChange={({ target }) => choose(listChoice(target.value))}>
						{MASTER_DATA_LISTS.map((list) => (
							<option key={list} value={list}>
								{t(`lists.${list}`)}
							</option>
						))}
					</select>
				)}
			</Field>
			<Target importing={importing} targets={targets} />
			<FileField file={choice.file} onFile={(file) => choose({ file, mapping: undefined })} />
			<a className={styles.link} href={templatePath(choice.list)} download>
				{t('template')}
			</a>
		</div>
	)
}

/** A mapping is for one list. */
function listChoice(value: string) {
	const list = MASTER_DATA_LISTS.find((one) => one === value)
	return { ...(list && { list }), mapping: undefined }
}

function Target({ importing: { choice, choose }, targets }: Props) {
	const t = useTranslations('masterData')
	const why = useId()
	const idOf = (value: string): OperationId | undefined => targets.find(({ id }) => id === value)?.id
	return (
		<Field label={t('target')}>
			{(id) => (
				<>
					<select
						id={id}
						className={styles.select}
						value={choice.target}
						aria-describedby={why}
						onChange={({ target }) => {
							const chosen = idOf(target.value)
							if (chosen !== undefined) choose({ target: chosen })
						}}
					>
						{targets.map((operation) => (
							<option key={operation.id} value={operation.id}>
								{operation.base ? t('targetBase', { name: operation.name }) : operation.name}
							</option>
						))}
					</select>
					<p id={why} className={styles.hint}>
						{t('targetWhy')}
					</p>
				</>
			)}
		</Field>
	)
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
	const id = useId()
	return (
		<div className={styles.field}>
			<label htmlFor={id} className={styles.label}>
				{label}
			</label>
			{children(id)}
		</div>
	)
}

type FileProps = { readonly file: File | undefined; readonly onFile: (file: File) => void }

/** A file is chosen or dropped; the same file chosen again is read again. */
function FileField({ file, onFile }: FileProps) {
	const t = useTranslations('masterData')
	const [over, setOver] = useState(false)
	const take = (files: FileList | null) => {
		const [first] = files ?? []
		if (first) onFile(first)
	}
	const drop = (event: DragEvent) => {
		event.preventDefault()
		setOver(false)
		take(event.dataTransfer.files)
	}
	return (
		<div className={styles.field}>
			<span className={styles.label}>{t('file')}</span>
			<div
				className={styles.drop}
				data-over={over}
				onDragOver={(event) => {
					event.preventDefault()
					setOver(true)
				}}
				onDragLeave={() => setOver(false)}
				onDrop={drop}
			>
				<span className={styles.dropLine}>
					<FileUp size={16} aria-hidden />
					<bdi>{over ? t('dropHere') : (file?.name ?? t('drop'))}</bdi>
				</span>
				<FileTrigger acceptedFileTypes={['.csv', '.txt', '.tsv', 'text/csv']} onSelect={take}>
					<Button>{file ? t('chooseOther') : t('choose')}</Button>
				</FileTrigger>
			</div>
		</div>
	)
}
