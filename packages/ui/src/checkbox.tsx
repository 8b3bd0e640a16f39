import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

import { classes } from './classes.ts'

import styles from './checkbox.module.css'

type Props = {
	readonly children?: ReactNode
	readonly label?: string
	readonly checked: boolean
	readonly partly?: boolean
	readonly onChange: (checked: boolean) => void
	readonly className?: string | undefined
	readonly disabled?: boolean
}

export function Checkbox({ children, label, checked, partly = false, onChange, className, disabled = false }: Props) {
	return (
		<label className={classes(styles.checkbox, className)} data-disabled={disabled || undefined}>
			<input
				ref={(input) => {
					if (input) input.indeterminate = partly
				}}
				type="checkbox"
				className={styles.input}
				aria-label={label}
				checked={checked}
				disabled={disabled}
				onChange={(event) => onChange(event.target.checked)}
			/>
			<span className={styles.box} aria-hidden>
				{partly ? <Minus size={12} strokeWidth={3} /> : checked && <Check size={12} strokeWidth={3} />}
			</span>
			{children !== undefined && <span className={styles.content}>{children}</span>}
		</label>
	)
}
