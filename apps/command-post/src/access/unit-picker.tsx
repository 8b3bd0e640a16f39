import type { EntityId } from '@lagebild/model/ids.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'

import { Field } from '../operations/fields.tsx'
import { usePicture } from '../state/react.ts'
import { unitsFor, unitsOf } from './units.ts'

import styles from './access.module.css'

/** More than these nobody looks through: they type. */
const SHOWN = 6

type Props = { readonly chosen: EntityId | undefined; readonly onChange: (id: EntityId, name: string) => void; readonly missing: boolean }

/** Type a part of the call sign, then choose with the arrow keys. */
export function UnitPicker({ chosen, onChange, missing }: Props) {
	const t = useTranslations('devices')
	const { language } = useFormats()
	const content = usePicture((facts) => facts.content)
	const [typed, setTyped] = useState('')
	const units = useMemo(() => unitsOf(content, language), [content, language])
	const found = unitsFor(units, typed)
	const rest = found.length - SHOWN
	return (
		<>
			<Field label={t('unit')} hint={units.length === 0 ? t('unitsNone') : t('unitHint')} fault={missing ? t('unitMissing') : undefined}>
				{(attributes) => (
					<input
						{...attributes}
						className={styles.input}
						type="search"
						autoComplete="off"
						value={typed}
						onChange={(event) => setTyped(event.target.value)}
					/>
				)}
			</Field>
			{found.length > 0 && (
				<fieldset className={styles.choices} aria-label={t('units')}>
					{found.slice(0, SHOWN).map(({ id, name, support }) => (
						<label key={id} className={styles.choice}>
							<input type="radio" name="unit" checked={id === chosen} onChange={() => onChange(id, name)} />
							<bdi className={styles.strong}>{name}</bdi>
							<bdi className={styles.hint}>{support}</bdi>
						</label>
					))}
				</fieldset>
			)}
			<output className={styles.hint}>
				{found.length === 0 && units.length > 0 && t('unitNone')}
				{rest > 0 && t('unitMore', { count: rest })}
			</output>
		</>
	)
}
