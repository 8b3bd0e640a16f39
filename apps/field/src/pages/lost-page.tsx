import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { enrolAgain } from '../state/door.ts'
import { useFacts } from '../state/react.ts'
import { Card } from './card.tsx'

import styles from './pages.module.css'

export function LostPage({ at }: { readonly at: number }) {
	const t = useTranslations('lost')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	return (
		<Card title={t('title')}>
			<p>{t('text', { time: time(at, now) })}</p>
			<p>{t('again')}</p>
			<Button className={styles.second} onPress={enrolAgain}>
				{t('enrol')}
			</Button>
		</Card>
	)
}
