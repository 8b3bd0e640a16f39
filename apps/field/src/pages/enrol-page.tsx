import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { formatCode, readCode } from '@lagebild/model/access/device.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { EnrolFailure } from '../device/enrol.ts'
import { enrolAs, keepEnrolment } from '../state/door.ts'
import { Card } from './card.tsx'
import { TextField } from './text-field.tsx'

import styles from './pages.module.css'

type Props = { readonly code: string; readonly instead: EnrolledDevice | undefined }
type Trouble = EnrolFailure | 'missingCode'

/** The one way in: a code from the command post, scanned or typed, and a name for the tablet where the command post's is not to be it. */
export function EnrolPage({ code: scanned, instead }: Props) {
	const t = useTranslations('enrol')
	const { code, name, setCode, setName, busy, trouble, submit } = useEnrolment(scanned, instead?.name ?? '')
	return (
		<Card title={t('title')}>
			<p>{instead ? t('instead', { name: instead.name }) : t('why')}</p>
			<form
				className={styles.form}
				onSubmit={(event) => {
					event.preventDefault()
					void submit()
				}}
			>
				<TextField label={t('code')} hint={t('codeHint')} value={code} onChange={setCode} isCode focus={scanned === ''} />
				<TextField label={t('name')} hint={t('nameHint')} value={name} onChange={setName} focus={scanned !== ''} />
				{trouble && (
					<p className={styles.trouble} role="alert">
						{trouble === 'missingCode' ? t(trouble) : t(`failure.${trouble}`)}
					</p>
				)}
				<Button look="primary" className={styles.main} submits isDisabled={busy}>
					{t(busy ? 'busy' : 'submit')}
				</Button>
				{instead && (
					<Button className={styles.second} onPress={keepEnrolment}>
						{t('keep')}
					</Button>
				)}
			</form>
		</Card>
	)
}

function useEnrolment(scanned: string, named: string) {
	const [code, setCode] = useState(formatCode(readCode(scanned)))
	const [name, setName] = useState(named)
	const [busy, setBusy] = useState(false)
	const [trouble, setTrouble] = useState<Trouble>()
	const submit = async () => {
		if (busy) return
		const missing = code.trim() === ''
		setTrouble(missing ? 'missingCode' : undefined)
		if (missing) return
		setBusy(true)
		setTrouble(await enrolAs(code, name))
		setBusy(false)
	}
	return { code, name, setCode, setName, busy, trouble, submit }
}
