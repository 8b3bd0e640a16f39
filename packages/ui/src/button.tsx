import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'

import { classes } from './classes.ts'

import styles from './button.module.css'

type Props = {
	readonly children: ReactNode
	readonly look?: 'default' | 'primary' | 'quiet' | 'danger'
	readonly size?: 'base' | 'row' | 'main' | 'icon'
	readonly label?: string
	readonly isDisabled?: boolean
	readonly onPress?: () => void
	readonly className?: string | undefined
	readonly expanded?: boolean
	readonly pressed?: boolean
	readonly id?: string
	/** In a form: Enter in any of its fields does what this button does. */
	readonly submits?: boolean
}

/** A word in `children` names the result; an icon alone needs `label`. */
export function Button({ children, look = 'default', size = 'base', className, ...said }: Props) {
	return (
		<AriaButton
			className={classes(styles.button, look !== 'default' && styles[look], size !== 'base' && styles[size], className)}
			{...attributesOf(said)}
		>
			{children}
		</AriaButton>
	)
}

type Said = Omit<Props, 'children' | 'look' | 'size' | 'className'>

/** Only what was said: the library tells "not given" from "undefined". */
function attributesOf({ label, isDisabled, onPress, expanded, pressed, id, submits }: Said) {
	return {
		...(label !== undefined && { 'aria-label': label }),
		...(isDisabled !== undefined && { isDisabled }),
		...(onPress !== undefined && { onPress }),
		...(expanded !== undefined && { 'aria-expanded': expanded }),
		...(pressed !== undefined && { 'aria-pressed': pressed }),
		...(id !== undefined && { id }),
		...(submits === true && { type: 'submit' as const }),
	}
}
