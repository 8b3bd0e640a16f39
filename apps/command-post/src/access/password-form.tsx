import { Button } from '@lagebild/ui/button.tsx'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { renewSession } from '../state/session.ts'
import { signInByPassword } from './api.ts'
import { LoginInput, PasswordInput } from './inputs.tsx'
import { SignInRefusal } from './sign-in-refusal.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

/** Name and password. With passkeys the browser offers them in the field of the name, too. */
export function PasswordForm({ passkeys }: { readonly passkeys: boolean }) {
	const t = useTranslations('signIn')
	const [{ login, password }, setSaid] = useState({ login: '', password: '' })
	const [missing, setMissing] = useState(false)
	const { busy, refusal, act } = useAct()
	const form = useRef<HTMLFormElement>(null)
	useEffect(() => {
		form.current?.querySelector('input')?.focus()
	}, [])
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		const lacking = login.trim() === '' || password === ''
		setMissing(lacking)
		if (lacking) return
		const done = await act(() => signInByPassword(login.trim(), password))
		if (done) await renewSession()
		else form.current?.querySelector<HTMLInputElement>('input[name="password"]')?.select()
	}
	return (
		<form ref={form} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<LoginInput
				label={t('login')}
				fills={passkeys ? 'username webauthn' : 'username'}
				value={login}
				onChange={(text) => setSaid({ login: text, password })}
			/>
			<PasswordInput
				label={t('password')}
				fills="current-password"
				value={password}
				onChange={(text) => setSaid({ login, password: text })}
				fault={missing ? t('missing') : undefined}
			/>
			<SignInRefusal refusal={refusal} wrong="wrong" />
			<Button look="primary" size="main" submits isDisabled={busy}>
				{t(busy ? 'asking' : 'submit')}
			</Button>
		</form>
	)
}
