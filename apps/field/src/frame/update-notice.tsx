import { Button } from '@lagebild/ui/button.tsx'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'
import { takeUpdate } from '../state/worker.ts'

import styles from './frame.module.css'

/** A new version waits until somebody takes it; a page never reloads by itself during an operation. */
export function UpdateNotice() {
	const t = useTranslations('app')
	const ready = useFacts(({ update }) => update)
	if (!ready) return null
	return (
		<output className={styles.update}>
			<span>{t('update')}</span>
			<Button onPress={takeUpdate}>{t('takeUpdate')}</Button>
		</output>
	)
}
