import { NewPassword } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import type { Session } from '../state/facts.ts'
import { takeStep } from '../state/keep-first-steps.ts'
import { renewSession } from '../state/session.ts'
import { changePassword } from './api.ts'
import { PasswordInput } from './inputs.tsx'
import { NewAccountForm } from './new-account-form.tsx'
import { addPasskey } from './own-passkey.ts'
import { RefusalText } from './refusal-text.tsx'
import { StepHeading } from './step-heading.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

/** The link works once: without an account the next sign-in needs another one. */
export function AccountStep({ session }: { readonly session: Extract<Session, { state: 'in' }> }) {
	const t = useTranslations('firstSteps')
	const { account } = session
	return (
		<>
			<StepHeading step={1} title={t('account')} />
			{account ? (
				<WayMissing login={account.login} />
			) : (
				<>
					<p>{t('accountText')}</p>
					<NewAccountForm onMade={(credential) => takeStep(1, 'open', credential)} onDone={() => takeStep(2)} />
				</>
			)}
		</>
	)
}

async function goOn(): Promise<void> {
	await renewSession()
	takeStep(2)
}

/** The account is there, and the passkey that was to open it is not. */
function WayMissing({ login }: { readonly login: string }) {
	const t = useTranslations()
	const [password, setPassword] = useState('')
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const short = !NewPassword.safeParse(password).success
	const again = async () => {
		if (await act(() => addPasskey(''))) await goOn()
	}
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!short && (await act(() => changePassword(password, undefined)))) await goOn()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<p role="alert">{t('firstSteps.passkeyFailed', { login })}</p>
			<PasswordInput
				label={t('credentials.newPassword')}
				fills="new-password"
				value={password}
				onChange={setPassword}
				hint={t('credentials.passwordHint')}
				fault={tried && short ? t('credentials.passwordFault') : undefined}
			/>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('firstSteps.passwordSubmit')}
				</Button>
				<Button size="main" isDisabled={busy} onPress={() => void again()}>
					{t('firstSteps.passkeyAgain')}
				</Button>
			</div>
		</form>
	)
}
