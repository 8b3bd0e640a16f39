import { classes } from '@lagebild/ui/classes.ts'
import { useEffect, useId, useRef } from 'react'

import styles from './pages.module.css'

type Props = {
	readonly label: string
	readonly hint: string
	readonly value: string
	readonly onChange: (value: string) => void
	/** Shown in capitals that are told apart; no correction, no dictionary. */
	readonly isCode?: boolean
	/** What is to be typed next. */
	readonly focus?: boolean
}

const MOST_CHARACTERS = 120

export function TextField({ label, hint, value, onChange, isCode = false, focus = false }: Props) {
	const id = useId()
	const input = useRef<HTMLInputElement>(null)
	useEffect(() => {
		if (focus) input.current?.focus()
	}, [focus])
	return (
		<div className={styles.field}>
			<label htmlFor={id}>{label}</label>
			<input
				ref={input}
				id={id}
				className={classes(styles.input, isCode && styles.code)}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				aria-describedby={`${id}-hint`}
				autoComplete="off"
				autoCapitalize={isCode ? 'characters' : 'sentences'}
				autoCorrect={isCode ? 'off' : 'on'}
				spellCheck={false}
				maxLength={MOST_CHARACTERS}
				enterKeyHint="go"
			/>
			<p id={`${id}-hint`} className={styles.hint}>
				{hint}
			</p>
		</div>
	)
}
