import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './frame.module.css'

const SKELETON_AFTER_MS = 300
const TEXT_AFTER_S = 3

/** Nothing for 300 ms, then bones, then after three seconds how long it has been. */
export function Loading() {
	const t = useTranslations('loading')
	const [tenths, setTenths] = useState(0)
	useEffect(() => {
		const timer = setInterval(() => setTenths((before) => before + 1), 100)
		return () => clearInterval(timer)
	}, [])
	if (tenths * 100 < SKELETON_AFTER_MS) return null
	const seconds = Math.floor(tenths / 10)
	return (
		<main className={styles.loading} aria-busy aria-label={t('asking')}>
			{[320, 520, 440, 600, 380].map((width) => (
				<span key={width} className={styles.bone} style={{ width, maxWidth: '80%' }} />
			))}
			<p>{seconds >= TEXT_AFTER_S ? t('text', { seconds }) : t('asking')}</p>
		</main>
	)
}
