import type { AccountView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { linkInto } from './api.ts'
import { RefusalText } from './refusal-text.tsx'
import { ShownLink } from './shown-link.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly account: AccountView | undefined; readonly onClose: () => void }
type Made = { readonly url: string; readonly expires: number }

/** The way back for somebody who forgot the password: says what it does, then shows the link once. */
export function AccountLinkDialog({ account, onClose }: Props) {
	const t = useTranslations('accountLink')
	return (
		<ModalDialog label={account ? t('title', { name: account.name }) : ''} open={account !== undefined} onClose={onClose}>
			{account && <Making key={account.id} account={account} onClose={onClose} />}
		</ModalDialog>
	)
}

type MakingProps = { readonly account: AccountView; readonly onClose: () => void }

function Making({ account, onClose }: MakingProps) {
	const t = useTranslations('accountLink')
	const formats = useFormats()
	const now = useNow(60_000)
	const [made, setMade] = useState<Made>()
	if (!made) return <Form account={account} onClose={onClose} onMade={setMade} />
	return (
		<ShownLink
			title={t('title', { name: account.name })}
			text={t('doneText', { time: formats.time(made.expires, now) })}
			label={t('link')}
			address={made.url}
			onClose={onClose}
		/>
	)
}

function Form({ account: { id, name }, onClose, onMade }: MakingProps & { readonly onMade: (made: Made) => void }) {
	const t = useTranslations()
	const { busy, refusal, act } = useAct<Made>()
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		const made = await act(() => linkInto(id))
		if (made) onMade(made.value)
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('accountLink.title', { name })}</h2>
			<p>{t('accountLink.text', { name })}</p>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('accountLink.submit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}
