import type { AccountView } from '@lagebild/model/access/http.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { TextInput } from '../operations/fields.tsx'
import { changeAccount } from './api.ts'
import { RefusalText } from './refusal-text.tsx'
import { RightsFields } from './rights-fields.tsx'
import { PEOPLE, rightsBody, rightsMissing, rightsOf } from './rights.ts'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = {
	readonly account: AccountView | undefined
	readonly giver: Grant
	readonly onClose: () => void
	readonly onDone: () => void
}

/** What somebody may see and say from now on. */
export function AccountDialog({ account, giver, onClose, onDone }: Props) {
	const t = useTranslations('persons')
	return (
		<ModalDialog label={account ? t('changeTitle', { name: account.name }) : ''} open={account !== undefined} onClose={onClose}>
			{account && <Form key={account.id} {...{ account, giver, onClose, onDone }} />}
		</ModalDialog>
	)
}

function Form({ account, giver, onClose, onDone }: Props & { readonly account: AccountView }) {
	const t = useTranslations()
	const [rights, setRights] = useState(() => rightsOf(account))
	const [name, setName] = useState(account.name)
	const [tried, setTried] = useState(false)
	const { busy, refusal, act } = useAct()
	const nameless = name.trim() === ''
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (nameless || rightsMissing(rights)) return
		const body = { organisation: null, ...rightsBody(rights), name: name.trim() }
		if (await act(() => changeAccount(account.id, body))) onDone()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('persons.changeTitle', { name: account.name })}</h2>
			<p className={styles.hint}>{t('persons.changeText')}</p>
			<TextInput
				label={t('credentials.name')}
				value={name}
				onChange={setName}
				max={120}
				fault={tried && nameless ? t('persons.forMissing') : undefined}
			/>
			<RightsFields rights={rights} onChange={setRights} giver={giver} roles={PEOPLE} tried={tried} />
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('persons.changeSubmit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('access.cancel')}
				</Button>
			</div>
		</form>
	)
}
