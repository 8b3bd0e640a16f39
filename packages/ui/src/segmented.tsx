import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'

import { classes } from './classes.ts'

import styles from './segmented.module.css'

export type Option<T extends string> = { readonly id: T; readonly label: string; readonly content?: ReactNode }

type Common<T extends string> = { readonly label: string; readonly options: readonly Option<T>[] }

/** One of a few, all visible. */
export function Segmented<T extends string>({
	label,
	options,
	chosen,
	onChange,
}: Common<T> & { readonly chosen: T; readonly onChange: (id: T) => void }) {
	return (
		<ToggleButtonGroup
			className={styles.group ?? ''}
			aria-label={label}
			selectionMode="single"
			disallowEmptySelection
			selectedKeys={[chosen]}
			onSelectionChange={(keys) => {
				const next = options.find(({ id }) => keys.has(id))
				if (next) onChange(next.id)
			}}
		>
			{options.map(({ id, label: name, content }) => (
				<ToggleButton key={id} id={id} className={styles.option ?? ''} aria-label={name}>
					{content ?? name}
				</ToggleButton>
			))}
		</ToggleButtonGroup>
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
		<ToggleButtonGroup
			className={styles.group ?? ''}
			aria-label={label}
			selectionMode="multiple"
			selectedKeys={chosen}
			onSelectionChange={(keys) => onChange(new Set(options.map(({ id }) => id).filter((id) => keys.has(id))))}
		>
			{options.map(({ id, label: name, content }) => (
				<ToggleButton key={id} id={id} className={classes(styles.option, styles.soft)} aria-label={name}>
					{content ?? name}
				</ToggleButton>
			))}
		</ToggleButtonGroup>
	)
}
