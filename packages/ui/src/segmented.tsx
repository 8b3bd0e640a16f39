import { useId } from 'react'
import type { ReactNode } from 'react'

import { classes } from './classes.ts'

import styles from './segmented.module.css'

export type Option<T extends string> = { readonly id: T; readonly label: string; readonly content?: ReactNode }

type Common<T extends string> = { readonly label: string; readonly options: readonly Option<T>[] }

/** One of a few, all visible: one stop, arrows choose. */
export function Segmented<T extends string>({
	label,
	options,
	chosen,
	onChange,
}: Common<T> & { readonly chosen: T; readonly onChange: (id: T) => void }) {
	const name = useId()
	return (
		<fieldset role="radiogroup" aria-label={label} className={styles.group}>
			{options.map(({ id, label: own, content }) => (
				<label key={id} className={styles.option}>
					<input type="radio" name={name} aria-label={own} className={styles.radio} checked={id === chosen} onChange={() => onChange(id)} />
					{content ?? own}
				</label>
			))}
		</fieldset>
	)
}

/** Any of a few; what is off stays readable. */
export function ToggleRow<T extends string>({
	label,
	options,
	chosen,
	onChange,
}: Common<T> & { readonly chosen: ReadonlySet<T>; readonly onChange: (ids: ReadonlySet<T>) => void }) {
	return (
		<fieldset aria-label={label} className={styles.group}>
			{options.map(({ id, label: name, content }) => (
				<button
					key={id}
					type="button"
					aria-pressed={chosen.has(id)}
					aria-label={name}
					className={classes(styles.option, styles.soft)}
					onClick={() => onChange(chosen.symmetricDifference(new Set([id])))}
				>
					{content ?? name}
				</button>
			))}
		</fieldset>
	)
}
