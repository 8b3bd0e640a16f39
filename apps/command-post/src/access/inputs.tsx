import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { Field } from '../operations/fields.tsx'

import styles from './access.module.css'

type Props = {
	readonly label: string
	readonly value: string
	readonly onChange: (value: string) => void
	readonly hint?: string | undefined
	readonly fault?: string | undefined
	/** What a password manager finds the field by. */
	readonly fills: string
	readonly id?: string
}

/** A sign-in name as it is typed: nothing corrects it, and pasting works. */
export function LoginInput({ label, value, onChange, hint, fault, fills }: Props) {
	return (
		<Field label={label} hint={hint} fault={fault}>
			{(attributes) => (
				<input
					{...attributes}
					className={styles.input}
					type="text"
					name="login"
					autoComplete={fills}
					autoCapitalize="none"
					autoCorrect="off"
					spellCheck={false}
					maxLength={200}
					value={value}
					onChange={(event) => onChange(event.target.value)}
				/>
			)}
		</Field>
	)
}

/** Hidden until asked for; pasting and password managers work. */
export function PasswordInput({ label, value, onChange, hint, fault, fills }: Props) {
	const t = useTranslations('signIn')
	const [shown, setShown] = useState(false)
	const Icon = shown ? EyeOff : Eye
	return (
		<Field label={label} hint={hint} fault={fault}>
			{(attributes) => (
				<div className={styles.secretInput}>
					<input
						{...attributes}
						className={styles.input}
						type={shown ? 'text' : 'password'}
						name="password"
						autoComplete={fills}
						autoCapitalize="none"
						autoCorrect="off"
						spellCheck={false}
						maxLength={1_024}
						value={value}
						onChange={(event) => onChange(event.target.value)}
					/>
					<button
						type="button"
						className={styles.reveal}
						aria-label={t(shown ? 'hide' : 'show')}
						aria-pressed={shown}
						onClick={() => setShown(!shown)}
					>
						<Icon size={18} aria-hidden />
					</button>
				</div>
			)}
		</Field>
	)
}
