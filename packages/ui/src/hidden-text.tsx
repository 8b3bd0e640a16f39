import type { ReactNode } from 'react'

import styles from './hidden-text.module.css'

/** Read aloud and not drawn. */
export function HiddenText({ children }: { readonly children: ReactNode }) {
	return <span className={styles.hidden}>{children}</span>
}
