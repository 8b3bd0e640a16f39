import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './notice.module.css'

type Props = { readonly icon?: ReactNode; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }

/** Empty, failed or not allowed: what is so, why, and one thing to do. */
export function Notice({ icon, title, children, action }: Props) {
	return (
		<div className={styles.notice}>
			<p className={styles.title}>
				{icon}
				{title}
			</p>
			{children !== undefined && <div className={styles.text}>{children}</div>}
			{action}
		</div>
	)
}

/** Red line over a panel whose content no longer follows the world. */
export function FrozenStripe({ text }: { readonly text: string }) {
	return (
		<p className={styles.stripe}>
			<Unplug size={16} aria-hidden />
			{text}
		</p>
	)
}
