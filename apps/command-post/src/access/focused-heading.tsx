import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

import styles from './access.module.css'

/** Takes the focus when it comes, so that it is heard where one is now, and so that the keys go on from here. */
export function FocusedHeading({ children }: { readonly children: ReactNode }) {
	const heading = useRef<HTMLHeadingElement>(null)
	useEffect(() => {
		heading.current?.focus()
	}, [])
	return (
		<h2 ref={heading} tabIndex={-1} className={styles.heading}>
			{children}
		</h2>
	)
}
