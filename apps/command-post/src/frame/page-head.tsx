import type { MouseEvent } from 'react'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { CENTRE_ID } from './centre-id.ts'

import styles from './frame.module.css'

/** The first stop of the keyboard, and the page's name for those who hear it. */
export function PageHead({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations()
	const page = usePicture(({ route }) => route.page)
	return (
		<>
			<a className={styles.skip} href={`#${CENTRE_ID}`} onClick={skipToCentre}>
				{t('app.skipToMap')}
			</a>
			<h1 className={styles.hidden}>
				{operation.name}, {t(`bar.${page}`)}
			</h1>
		</>
	)
}

/** The address belongs to the route, so the link moves the focus itself. */
function skipToCentre(event: MouseEvent): void {
	event.preventDefault()
	document.querySelector<HTMLElement>(`#${CENTRE_ID}`)?.focus()
}
