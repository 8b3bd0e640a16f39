import type { EntityId } from '@lagebild/model/ids.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useId, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { Mark } from '../objects/object-row.tsx'
import { useSupportLine } from '../objects/support-line.ts'
import { Field } from '../operations/fields.tsx'
import { titleOf } from '../select/names.ts'
import { thingsNow } from '../select/now.ts'
import { matchesText } from '../select/visible.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

import form from '../operations/operations.module.css'
import styles from './orders.module.css'

const MOST = 5
const FEWEST_LETTERS = 2

type Props = {
	readonly label: string
	readonly text: string
	readonly onText: (text: string) => void
	readonly onPick: (id: EntityId) => void
	readonly fits: (thing: Thing) => boolean
	readonly fault?: string | undefined
	readonly hint?: ReactNode
}

/** A text field that finds things by name; the arrow key leads into what it found. */
export function Pick({ label, text, onText, onPick, fits, fault, hint }: Props) {
	const t = useTranslations('orders')
	const list = useId()
	const [open, setOpen] = useState(false)
	const things = usePicture(thingsNow)
	const wanted = open && text.trim().length >= FEWEST_LETTERS
	const found = wanted ? [...things.values()].filter((thing) => fits(thing) && matchesText(thing, text)).slice(0, MOST) : []
	const pick = (id: EntityId) => {
		setOpen(false)
		onPick(id)
	}
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'Escape' && open) {
			event.stopPropagation()
			event.preventDefault()
			return setOpen(false)
		}
		if (event.key !== 'ArrowDown' || found.length === 0) return
		event.preventDefault()
		document.querySelector<HTMLElement>(`[data-list="${CSS.escape(list)}"] button`)?.focus()
	}
	return (
		<div className={styles.pick}>
			<Field label={label} hint={hint} fault={fault}>
				{(attributes) => (
					<input
						{...attributes}
						className={form.input}
						type="text"
						autoComplete="off"
						maxLength={300}
						value={text}
						onChange={({ target }) => {
							setOpen(true)
							onText(target.value)
						}}
						onKeyDown={onKeyDown}
					/>
				)}
			</Field>
			{found.length > 0 && <Found id={list} label={t('found', { label })} things={found} onPick={pick} />}
		</div>
	)
}

type FoundProps = {
	readonly id: string
	readonly label: string
	readonly things: readonly Thing[]
	readonly onPick: (id: EntityId) => void
}

function Found({ id, label, things, onPick }: FoundProps) {
	const { language } = useFormats()
	return (
		<ul className={styles.found} aria-label={label} data-list={id}>
			{things.map((thing) => (
				<li key={thing.row.id}>
					<button type="button" className={styles.foundItem} onClick={() => onPick(thing.row.id)}>
						<Mark thing={thing} size={18} />
						<bdi>{titleOf(thing.row, language)}</bdi>
						<Support thing={thing} />
					</button>
				</li>
			))}
		</ul>
	)
}

function Support({ thing }: { readonly thing: Thing }) {
	const line = useSupportLine(thing)
	return <bdi className={styles.muted}>{line}</bdi>
}
