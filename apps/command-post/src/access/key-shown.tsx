import { Button } from '@lagebild/ui/button.tsx'
import { useTranslations } from 'use-intl'

import { CopyField } from './copy-button.tsx'
import { FocusedHeading } from './focused-heading.tsx'

import styles from './access.module.css'

/** The one time that a key is to be seen. */
export function KeyShown({ name, secret, onClose }: { readonly name: string; readonly secret: string; readonly onClose: () => void }) {
	const t = useTranslations('apiKeys')
	return (
		<div className={styles.form}>
			<FocusedHeading>{t('shownTitle', { name })}</FocusedHeading>
			<p>{t('shownText')}</p>
			<CopyField label={t('shown')} text={secret} />
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={onClose}>
					{t('seen')}
				</Button>
			</div>
		</div>
	)
}
