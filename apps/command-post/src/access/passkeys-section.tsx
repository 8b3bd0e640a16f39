import type { OwnAccount } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { TextInput } from '../operations/fields.tsx'
import { useNow } from '../state/react.ts'
import { renewSession } from '../state/session.ts'
import { removePasskey } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Section } from './listing.tsx'
import { NoPasskeys } from './no-passkeys.tsx'
import { addPasskey } from './own-passkey.ts'
import { RefusalText } from './refusal-text.tsx'
import { SignInRefusal } from './sign-in-refusal.tsx'
import { usePasskeys } from './use-passkeys.ts'
import { useProof } from './use-proof.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Passkey = OwnAccount['passkeys'][number]

/** Passkeys of this account: one on every device. */
export function PasskeysSection({ account }: { readonly account: OwnAccount }) {
	const t = useTranslations('ownAccount')
	const [removing, setRemoving] = useState<Passkey>()
	const possible = usePasskeys()
	const { proven, dialog } = useProof(account)
	const last = !account.password && account.passkeys.length === 1
	const nameOf = ({ name }: Passkey) => name ?? t('passkeyUnnamed')
	const removed = () => {
		setRemoving(undefined)
		void renewSession()
	}
	return (
		<Section title={t('passkeys')} text={t('passkeysText')}>
			{account.passkeys.length === 0 && <p>{t('passkeysNone')}</p>}
			<ul className={styles.list}>
				{account.passkeys.map((passkey) => (
					<Item key={passkey.id} passkey={passkey} name={nameOf(passkey)} onRemove={last ? undefined : () => setRemoving(passkey)} />
				))}
			</ul>
			{last && <p className={styles.hint}>{t('passkeyLast')}</p>}
			{possible === false && <NoPasskeys />}
			{possible === true && <AddForm proven={proven} />}
			<ConfirmDialog
				wish={
					removing && {
						title: t('passkeyRemoveTitle', { name: nameOf(removing) }),
						text: t('passkeyRemoveText'),
						submit: t('passkeyRemove'),
						work: () => proven(() => removePasskey(removing.id)),
					}
				}
				onClose={() => setRemoving(undefined)}
				onDone={removed}
			/>
			{dialog}
		</Section>
	)
}

type ItemProps = { readonly passkey: Passkey; readonly name: string; readonly onRemove: (() => void) | undefined }

function Item({ passkey: { created, lastUsed }, name, onRemove }: ItemProps) {
	const t = useTranslations('ownAccount')
	const formats = useFormats()
	const now = useNow(10_000)
	return (
		<li className={styles.item}>
			<bdi className={styles.strong}>{name}</bdi>
			<span className={styles.facts}>
				{created !== undefined && <span>{t('since', { time: formats.time(created, now) })}</span>}
				<span>{lastUsed === undefined ? t('passkeyNever') : t('passkeyUsed', { time: formats.age(lastUsed, now) })}</span>
			</span>
			{onRemove && (
				<span className={styles.itemActions}>
					<Button size="row" label={t('passkeyRemoveOf', { name })} onPress={onRemove}>
						{t('passkeyRemove')}
					</Button>
				</span>
			)}
		</li>
	)
}

function AddForm({ proven }: Pick<ReturnType<typeof useProof>, 'proven'>) {
	const t = useTranslations('ownAccount')
	const [name, setName] = useState('')
	const { busy, refusal, act } = useAct()
	const notGiven = typeof refusal?.fault === 'object' && refusal.fault.message === 'passkey-not-given'
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		if (!(await act(() => proven(() => addPasskey(name.trim()))))) return
		setName('')
		await renewSession()
	}
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<TextInput label={t('passkeyName')} hint={t('passkeyNameHint')} value={name} onChange={setName} max={120} />
			{notGiven ? <SignInRefusal refusal={refusal} wrong="passkey" /> : <RefusalText refusal={refusal} />}
			<div className={styles.actions}>
				<Button submits isDisabled={busy}>
					{t('passkeyAdd')}
				</Button>
			</div>
		</form>
	)
}
