import { Button } from '@lagebild/ui/button.tsx'
import { Printer } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { CopyField } from './copy-button.tsx'
import { FocusedHeading } from './focused-heading.tsx'
import { isOnlyHere } from './only-here.ts'
import { Qr } from './qr.tsx'

import styles from './access.module.css'

type Props = {
	readonly title: string
	readonly text: string
	/** Of the address. */
	readonly label: string
	readonly address: string
	readonly onClose: () => void
}

/** A link that is shown once, to be photographed, copied or printed. */
export function ShownLink({ title, text, label, address, onClose }: Props) {
	const t = useTranslations()
	return (
		<div className={styles.printed}>
			<FocusedHeading>{title}</FocusedHeading>
			<p>{text}</p>
			<Qr text={address} label={t('devices.qr', { address })} />
			<CopyField label={label} text={address} />
			{isOnlyHere() && <p className={styles.callout}>{t('persons.local')}</p>}
			<div className={styles.actions}>
				<Button look="primary" size="main" onPress={onClose}>
					{t('persons.ready')}
				</Button>
				<Button size="main" onPress={() => window.print()}>
					<Printer size={16} aria-hidden />
					{t('access.print')}
				</Button>
			</div>
		</div>
	)
}
