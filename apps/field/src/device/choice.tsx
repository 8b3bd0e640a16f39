import { useId } from 'react'

import styles from '../picture/picture.module.css'

type Props<T extends string> = {
	readonly label: string
	readonly options: readonly { readonly id: T; readonly label: string }[]
	readonly chosen: T
	readonly onChange: (id: T) => void
}

/** One of a few, all visible, each large enough for a glove. */
export function Choice<T extends string>({ label, options, chosen, onChange }: Props<T>) {
	const name = useId()
	return (
		<fieldset className={styles.choice}>
			<legend>{label}</legend>
			{options.map((option) => (
				<label key={option.id} className={styles.option}>
					<input type="radio" name={name} checked={option.id === chosen} onChange={() => onChange(option.id)} />
					<span>{option.label}</span>
				</label>
			))}
		</fieldset>
	)
}
