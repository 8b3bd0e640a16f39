import type { OwnAccount } from '@lagebild/model/access/http.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { passkeyQuestion, proveByPasskey, proveByPassword } from './api.ts'
import type { Answer, Refusal } from './call.ts'
import { PasswordInput } from './inputs.tsx'
import { givePasskey } from './passkey.ts'
import { RefusalText } from './refusal-text.tsx'
import { SignInRefusal } from './sign-in-refusal.tsx'
import { usePasskeys } from './use-passkeys.ts'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly account: OwnAccount; readonly open: boolean; readonly onClose: (proven: boolean) => void }

/** Asks who sits here, by password or passkey, before it changes how one signs in. */
export function ProofDialog({ account, open, onClose }: Props) {
	const t = useTranslations('proof')
	return (
		<ModalDialog label={t('title')} open={open} onClose={() => onClose(false)}>
			<Form account={account} onClose={onClose} />
		</ModalDialog>
	)
}

async function askPasskey(): Promise<Answer<unknown>> {
	const question = await passkeyQuestion()
	if (!question.ok) return question
	const given = await givePasskey(question.value, false)
	return given.ok ? proveByPasskey(given.value) : given
}

function Form({ account, onClose }: Omit<Props, 'open'>) {
	const t = useTranslations('proof')
	const access = useTranslations('access')
	const [said, setSaid] = useState('')
	const [missing, setMissing] = useState(false)
	const { busy, refusal, act } = useAct()
	const wrong = faultIn(refusal)?.path === 'password'
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setMissing(said === '')
		if (said !== '' && (await act(() => proveByPassword(said)))) onClose(true)
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('title')}</h2>
			<p>{t('text')}</p>
			{account.password && (
				<PasswordInput
					label={t('password')}
					fills="current-password"
					value={said}
					onChange={setSaid}
					fault={missing ? t('missing') : wrong ? t('wrong') : undefined}
				/>
			)}
			{account.passkeys.length > 0 && <ByPasskey busy={busy} onPress={async () => (await act(askPasskey)) && onClose(true)} />}
			<Refused refusal={refusal} />
			<div className={styles.actions}>
				{account.password && (
					<Button look="primary" size="main" submits isDisabled={busy}>
						{t('submit')}
					</Button>
				)}
				<Button size="main" onPress={() => onClose(false)}>
					{access('cancel')}
				</Button>
			</div>
		</form>
	)
}

function faultIn(refusal: Refusal | undefined): Fault | undefined {
	return typeof refusal?.fault === 'object' ? refusal.fault : undefined
}

/** A wrong password stands at its field. */
function Refused({ refusal }: { readonly refusal: Refusal | undefined }) {
	const fault = faultIn(refusal)
	if (fault?.message === 'passkey-not-given') return <SignInRefusal refusal={refusal} wrong="passkey" />
	return <RefusalText refusal={fault?.path === 'password' ? undefined : refusal} />
}

function ByPasskey({ busy, onPress }: { readonly busy: boolean; readonly onPress: () => Promise<unknown> }) {
	const t = useTranslations('proof')
	if (usePasskeys() !== true) return undefined
	return (
		<Button size="main" isDisabled={busy} onPress={() => void onPress()}>
			<KeyRound size={18} aria-hidden />
			{t('passkey')}
		</Button>
	)
}
