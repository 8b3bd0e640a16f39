import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { renewSession } from '../state/session.ts'
import { createOwnAccount } from './api.ts'
import { CredentialFields } from './credential-fields.tsx'
import { faultsOf, newCredentials } from './credentials.ts'
import { addPasskey } from './own-passkey.ts'
import { RefusalText } from './refusal-text.tsx'
import { usePasskeys } from './use-passkeys.ts'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = {
	/** The account is there under this credential; whether it can be signed in to is another question. */
	readonly onMade: (credential: string) => void
	readonly onDone: () => void
}

/** Who is here by a link makes an account of the same rights. */
export function NewAccountForm(props: Props) {
	const passkeys = usePasskeys()
	return passkeys === undefined ? null : <Form passkeys={passkeys} {...props} />
}

function Form({ passkeys, onMade, onDone }: Props & { readonly passkeys: boolean }) {
	const t = useTranslations('firstSteps')
	const [credentials, setCredentials] = useState(() => newCredentials(passkeys))
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct<{ readonly grant: { readonly credential: string } }>()
	const faults = faultsOf(credentials, true)
	const taken = typeof refusal?.fault === 'object' && refusal.fault.path === 'login'
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (faults.size > 0) return
		const { login, name, way, password } = credentials
		const made = await act(() => createOwnAccount({ login, name: name.trim(), ...(way === 'password' && { password }) }))
		if (!made) return
		onMade(made.value.grant.credential)
		const opened = way === 'password' || (await addPasskey('')).ok
		await renewSession()
		if (opened) onDone()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<CredentialFields
				credentials={credentials}
				onChange={setCredentials}
				faults={tried ? faults : new Set()}
				named
				passkeys={passkeys}
				taken={taken}
			/>
			<RefusalText refusal={taken ? undefined : refusal} />
			<Button look="primary" size="main" submits isDisabled={busy}>
				{t('accountSubmit')}
			</Button>
		</form>
	)
}
