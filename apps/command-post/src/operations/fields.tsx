import { useId } from 'react'
import type { ReactNode } from 'react'

import styles from './operations.module.css'

type FieldProps = {
	readonly label: string
	readonly hint?: ReactNode
	readonly fault?: string | undefined
	readonly children: (attributes: {
		readonly id: string
		readonly 'aria-describedby': string | undefined
		readonly 'aria-invalid': boolean
	}) => ReactNode
}

/** A label, one control, and below it what to know or what is wrong; the control names both. */
export function Field({ label, hint, fault, children }: FieldProps) {
	const id = useId()
	const described = fault !== undefined || hint !== undefined ? `${id}-more` : undefined
	return (
		<div className={styles.field}>
			<label htmlFor={id}>{label}</label>
			{children({ id, 'aria-describedby': described, 'aria-invalid': fault !== undefined })}
			{described !== undefined && (
				<p id={described} className={fault === undefined ? styles.hint : styles.fault}>
					{fault ?? hint}
				</p>
			)}
		</div>
	)
}

type TextProps = {
	readonly label: string
	readonly value: string
	readonly onChange: (value: string) => void
	readonly hint?: ReactNode
	readonly fault?: string | undefined
	readonly long?: boolean
	readonly disabled?: boolean
	readonly max?: number
	readonly numeric?: boolean
	readonly name?: string
	/** Enter in this field does this, and does not send the form. */
	readonly onEnter?: () => void
}

export function TextInput({
	label,
	value,
	onChange,
	hint,
	fault,
	long = false,
	disabled = false,
	max = 200,
	numeric = false,
	name,
	onEnter,
}: TextProps) {
	const common = { value, disabled, maxLength: max, autoComplete: 'off', ...(name !== undefined && { name }) }
	return (
		<Field label={label} hint={hint} fault={fault}>
			{(attributes) =>
				long ? (
					<textarea {...attributes} {...common} className={styles.input} rows={3} onChange={(event) => onChange(event.target.value)} />
				) : (
					<input
						{...attributes}
						{...common}
						className={styles.input}
						type="text"
						inputMode={numeric ? 'decimal' : 'text'}
						onKeyDown={(event) => {
							if (event.key !== 'Enter' || !onEnter) return
							event.preventDefault()
							onEnter()
						}}
						onChange={(event) => onChange(event.target.value)}
					/>
				)
			}
		</Field>
	)
}

type SelectProps<T extends string> = {
	readonly label: string
	readonly value: T
	readonly options: readonly { readonly id: T; readonly label: string; readonly disabled?: boolean }[]
	readonly onChange: (value: T) => void
	readonly hint?: ReactNode
	readonly fault?: string | undefined
}

export function SelectInput<T extends string>({ label, value, options, onChange, hint, fault }: SelectProps<T>) {
	const choose = (chosen: string) => {
		const option = options.find(({ id }) => id === chosen)
		if (option) onChange(option.id)
	}
	return (
		<Field label={label} hint={hint} fault={fault}>
			{(attributes) => (
				<select {...attributes} className={styles.input} value={value} onChange={(event) => choose(event.target.value)}>
					{options.map(({ id, label: text, disabled = false }) => (
						<option key={id} value={id} disabled={disabled}>
							{text}
						</option>
					))}
				</select>
			)}
		</Field>
	)
}

/** Several controls under one question. */
export function Group({ label, hint, children }: { readonly label: string; readonly hint?: ReactNode; readonly children: ReactNode }) {
	return (
		<fieldset className={styles.group}>
			<legend>{label}</legend>
			{hint !== undefined && <p className={styles.hint}>{hint}</p>}
			{children}
		</fieldset>
	)
}
