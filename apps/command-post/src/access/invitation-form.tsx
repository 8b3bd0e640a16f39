import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { leaveDoor } from '../state/actions.ts'
import { renewSession } from '../state/session.ts'
import { acceptInvitation, invitationPasskey } from './api.ts'
import type { Answer } from './call.ts'
import { CredentialFields } from './credential-fields.tsx'
import { faultsOf, newCredentials } from './credentials.ts'
import type { Credentials } from './credentials.ts'
import { makePasskey } from './passkey.ts'
import { RefusalText } from './refusal-text.tsx'
import { SignInRefusal } from './sign-in-refusal.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

/** A passkey comes first: an account that nobody can sign in to never comes to be. */
async function accept(code: string, { login, way, password }: Credentials): Promise<Answer<unknown>> {
	if (way === 'password') return acceptInvitation({ code, login, password })
	const offer = await invitationPasskey(code, login)
	const made = offer.ok ? await makePasskey(offer.value) : offer
	return made.ok ? acceptInvitation({ code, login, passkey: made.value }) : made
}

export function InvitationForm({ code, passkeys }: { readonly code: string; readonly passkeys: boolean }) {
	const t = useTranslations('invitation')
	const [credentials, setCredentials] = useState(() => newCredentials(passkeys))
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const faults = faultsOf(credentials, false)
	const taken = typeof refusal?.fault === 'object' && refusal.fault.path === 'login'
	const notGiven = typeof refusal?.fault === 'object' && refusal.fault.message === 'passkey-not-given'
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (faults.size > 0) return
		const done = await act(() => accept(code, credentials))
		if (!done) return
		leaveDoor()
		await renewSession()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<CredentialFields
				credentials={credentials}
				onChange={setCredentials}
				faults={tried ? faults : new Set()}
				named={false}
				passkeys={passkeys}
				taken={taken}
			/>
			{notGiven ? <SignInRefusal refusal={refusal} wrong="passkey" /> : <RefusalText refusal={taken ? undefined : refusal} />}
			<Button look="primary" size="main" submits isDisabled={busy}>
				{t(busy ? 'busy' : credentials.way === 'passkey' ? 'submitPasskey' : 'submitPassword')}
			</Button>
		</form>
	)
}
