import type { OwnAccount } from '@lagebild/model/access/http.ts'
import { NewPassword } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { renewSession } from '../state/session.ts'
import { changePassword } from './api.ts'
import type { Refusal } from './call.ts'
import { PasswordInput } from './inputs.tsx'
import { Section } from './listing.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useProof } from './use-proof.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

const NOTHING = { old: '', next: '' }

type Props = {
	readonly account: OwnAccount
	/** Came by a link, perhaps because the present one was forgotten. */
	readonly byLink: boolean
}

/** The present one is asked for: an unlocked screen is not enough. */
export function PasswordSection({ account, byLink }: Props) {
	const t = useTranslations()
	const [said, setSaid] = useState(NOTHING)
	const [tried, setTried] = useState(false)
	const [done, setDone] = useState(false)
	const { busy, refusal, act } = useAct()
	const { proven, dialog } = useProof(account)
	const asked = account.password && !byLink
	const hint = useHint(account, byLink)
	const lacking = asked && said.old === ''
	const short = !NewPassword.safeParse(said.next).success
	const wrong = isWrongOld(refusal)
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		setDone(false)
		if (lacking || short) return
		if (!(await act(() => proven(() => changePassword(said.next, asked ? said.old : undefined))))) return
		setSaid(NOTHING)
		setTried(false)
		setDone(true)
		await renewSession()
	}
	return (
		<Section title={t('ownAccount.password')} {...hint}>
			<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
				{asked && <OldPassword value={said.old} onChange={(old) => setSaid({ ...said, old })} missing={tried && lacking} wrong={wrong} />}
				<PasswordInput
					label={t('credentials.newPassword')}
					fills="new-password"
					value={said.next}
					onChange={(next) => setSaid({ ...said, next })}
					hint={t('credentials.passwordHint')}
					fault={tried && short ? t('credentials.passwordFault') : undefined}
				/>
				<RefusalText refusal={wrong ? undefined : refusal} />
				<div className={styles.actions}>
					<Button submits isDisabled={busy}>
						{t(account.password ? 'ownAccount.passwordSubmit' : 'ownAccount.passwordSet')}
					</Button>
					<output>{done && t('ownAccount.passwordDone')}</output>
				</div>
			</form>
			{dialog}
		</Section>
	)
}

function useHint({ password }: OwnAccount, byLink: boolean): { readonly text?: string } {
	const t = useTranslations('ownAccount')
	if (!password) return { text: t('passwordNone') }
	return byLink ? { text: t('passwordByLink') } : {}
}

function isWrongOld(refusal: Refusal | undefined): boolean {
	return typeof refusal?.fault === 'object' && refusal.fault.path === 'password.old'
}

type OldProps = {
	readonly value: string
	readonly onChange: (value: string) => void
	readonly missing: boolean
	readonly wrong: boolean
}

function OldPassword({ value, onChange, missing, wrong }: OldProps) {
	const t = useTranslations('ownAccount')
	const fault = missing ? t('passwordOldMissing') : wrong ? t('passwordWrong') : undefined
	return <PasswordInput label={t('passwordOld')} fills="current-password" value={value} onChange={onChange} fault={fault} />
}
