import { useId } from 'react'

import { Field } from '../operations/fields.tsx'
import { useOrganisations } from './use-organisations.ts'

import styles from './access.module.css'

type Props = {
	readonly label: string
	readonly value: string
	readonly onChange: (value: string) => void
	readonly hint?: string
	readonly fault?: string | undefined
}

/** Any name; those that are in use are offered. */
export function OrganisationInput({ label, value, onChange, hint, fault }: Props) {
	const list = useId()
	const known = useOrganisations()
	return (
		<Field label={label} hint={hint} fault={fault}>
			{(attributes) => (
				<>
					<input
						{...attributes}
						className={styles.input}
						type="text"
						list={list}
						maxLength={64}
						autoComplete="off"
						value={value}
						onChange={(event) => onChange(event.target.value)}
					/>
					<datalist id={list}>
						{known.map((name) => (
							<option key={name} value={name}>
								{name}
							</option>
						))}
					</datalist>
				</>
			)}
		</Field>
	)
}
