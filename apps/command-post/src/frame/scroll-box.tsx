import type { ReactNode } from 'react'

import styles from './frame.module.css'

/** A stop for the keys, though nothing in it need be pressed. */
const STOP = { tabIndex: 0 } as const

/** The scrolling part of a panel: a stop of its own, so that it scrolls by keys also when nothing in it takes the focus. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ReactNode }) {
	return (
		<section className={styles.scroll} aria-label={label} {...STOP}>
			{children}
		</section>
	)
}
