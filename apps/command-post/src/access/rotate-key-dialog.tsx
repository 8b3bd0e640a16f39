import type { KeyView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { SelectInput } from '../operations/fields.tsx'
import { rotateKey } from './api.ts'
import { KeyShown } from './key-shown.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

type Props = { readonly entry: KeyView | undefined; readonly onClose: () => void }

/** Minutes. A day is time to change over even at night. */
const OVERLAPS = ['0', '60', '1440', '10080'] as const

export function RotateKeyDialog({ entry, onClose }: Props) {
	const t = useTranslations('apiKeys')
	return (
		<ModalDialog label={entry ? t('rotateTitle', { name: entry.name }) : ''} open={entry !== undefined} onClose={onClose}>
			{entry && <Rotate entry={entry} onClose={onClose} />}
		</ModalDialog>
	)
}

function Rotate({ entry, onClose }: Props & { readonly entry: KeyView }) {
	const t = useTranslations('apiKeys')
	const common = useTranslations('access')
	const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]>('1440')
	const [secret, setSecret] = useState<string>()
	const { busy, refusal, act } = useAct<{ readonly key: string }>()
	const submit = async (event: FormEvent) => {
		event.preventDefault()
		const made = await act(() => rotateKey(entry.id, Number(overlap)))
		if (made) setSecret(made.value.key)
	}
	if (secret !== undefined) return <KeyShown name={entry.name} secret={secret} onClose={onClose} />
	return (
		<form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
			<h2>{t('rotateTitle', { name: entry.name })}</h2>
			<p>{t('rotateText')}</p>
			<SelectInput
				label={t('rotateOverlap')}
				value={overlap}
				options={OVERLAPS.map((id) => ({ id, label: t(`overlapOf.${id}`) }))}
				onChange={setOverlap}
			/>
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('rotateSubmit')}
				</Button>
				<Button size="main" onPress={onClose}>
					{common('cancel')}
				</Button>
			</div>
		</form>
	)
}
