import { Button } from '@lagebild/ui/button.tsx'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { takeUpdate } from '../state/worker.ts'

import styles from './frame.module.css'

/** A new version waits until a person takes it; a page never reloads by itself during an operation. */
export function UpdateToast() {
	const t = useTranslations('app')
	const ready = usePicture(({ update }) => update)
	if (!ready) return null
	return (
		<output className={styles.toast}>
			{t('update')}
			<Button size="row" look="primary" onPress={takeUpdate}>
				{t('takeUpdate')}
			</Button>
			<Button size="row" onPress={() => store.setState({ update: false })}>
				{t('later')}
			</Button>
		</output>
	)
}
