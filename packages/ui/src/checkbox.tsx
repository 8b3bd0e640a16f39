import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'

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
		<AriaCheckbox
			className={classes(styles.checkbox, className)}
			isSelected={checked}
			isIndeterminate={partly}
			isDisabled={disabled}
			onChange={onChange}
			{...(label === undefined ? {} : { 'aria-label': label })}
		>
			<span className={styles.box} aria-hidden>
				{partly ? <Minus size={12} strokeWidth={3} /> : checked && <Check size={12} strokeWidth={3} />}
			</span>
			{children !== undefined && <span className={styles.content}>{children}</span>}
		</AriaCheckbox>
	)
}
