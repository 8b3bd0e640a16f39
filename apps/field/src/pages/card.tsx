import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import styles from './pages.module.css'

/** A page with one thing to say. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	const t = useTranslations('app')
	return (
		<main className={styles.page}>
			<div className={styles.card}>
				<p className={styles.brand}>{t('name')}</p>
				<h1>{title}</h1>
				{children}
			</div>
		</main>
	)
}
