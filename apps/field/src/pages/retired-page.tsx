import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useTranslations } from 'use-intl'

import type { Deposited } from '../device/deposit.ts'
import { enrolAgain, handOverAgain } from '../state/door.ts'
import { Card } from './card.tsx'

import styles from './pages.module.css'

type Props = { readonly device: EnrolledDevice; readonly unsent: number; readonly handed: Deposited | 'handing' }

/** What was read is gone; what was said here and not sent is handed over, once the hub answers. */
export function RetiredPage({ device, unsent, handed }: Props) {
	const t = useTranslations('retired')
	const busy = handed === 'handing'
	return (
		<Card title={t('title')}>
			<p>{t('text', { name: device.name })}</p>
			<output className={styles.outcome}>
				{busy ? <p>{t('handing', { count: unsent })}</p> : <Outcome handed={handed} unsent={unsent} />}
			</output>
			{!busy && handed.state === 'unreachable' && (
				<Button look="primary" className={styles.main} onPress={() => void handOverAgain()}>
					{t('again')}
				</Button>
			)}
			{!busy && unsent === 0 && (
				<Button className={styles.second} onPress={enrolAgain}>
					{t('enrol')}
				</Button>
			)}
		</Card>
	)
}

function Outcome({ handed, unsent }: { readonly handed: Deposited; readonly unsent: number }) {
	const t = useTranslations('retired')
	if (handed.state !== 'done') return <p>{t(handed.state, { count: unsent })}</p>
	const { taken, refused } = handed
	return (
		<>
			<p>{taken > 0 ? t('taken', { count: taken }) : refused.length === 0 && t('nothing')}</p>
			{refused.length > 0 && (
				<>
					<p>{t('refused', { count: refused.length })}</p>
					<ul className={styles.reasons}>
						{refused.map(({ said, reason }, index) => (
							<li key={`${index} ${said}`}>{said === '' ? reason : `${said} (${reason})`}</li>
						))}
					</ul>
				</>
			)}
		</>
	)
}
