import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { BrandMark } from './brand-mark.tsx'

import styles from './frame.module.css'

type Props = { readonly title: string; readonly children: ReactNode }

/** One page of its own, for who is not, or not yet, at work in an operation. */
export function Card({ title, children }: Props) {
	const t = useTranslations('app')
	useEffect(() => {
		document.title = `${title}, ${t('name')}`
	}, [title, t])
	return (
		<main className={styles.page}>
			<div className={styles.card}>
				<p className={styles.brand}>
					<BrandMark size={28} />
					{t('name')}
				</p>
				<h1>{title}</h1>
				{children}
			</div>
		</main>
	)
}
