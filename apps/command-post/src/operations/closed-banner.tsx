import { Suspense } from 'react'

import { ClosedWords } from '../frame/later.ts'
import type { ListedOperation } from '../state/facts.ts'

import styles from './operations.module.css'

/** A closed operation says on every page that it is closed, since when and by whom. */
export function ClosedBanner({ operation }: { readonly operation: ListedOperation }) {
	if (operation.state === 'open') return <output />
	return (
		<output className={styles.banner}>
			<Suspense>
				<ClosedWords operation={operation} />
			</Suspense>
		</output>
	)
}
