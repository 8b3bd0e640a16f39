import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './sources.module.css'

const BONES_AFTER_S = 0.3
const TEXT_AFTER_S = 3

/** Nothing for 300 ms, then bones, then after three seconds how long it has been. */
export function LoadingRows({ label }: { readonly label: string }) {
	const t = useTranslations('sources')
	const [tenths, setTenths] = useState(0)
	useEffect(() => {
		const timer = setInterval(() => setTenths((before) => before + 1), 100)
		return () => clearInterval(timer)
	}, [])
	const seconds = tenths / 10
	return (
		<output className={styles.loading} aria-busy aria-label={label}>
			{seconds >= BONES_AFTER_S && [72, 88, 64, 80, 70].map((width) => <span key={width} style={{ width: `${width}%` }} />)}
			{seconds >= TEXT_AFTER_S && <span className={styles.words}>{t('loadingFor', { seconds: Math.floor(seconds) })}</span>}
		</output>
	)
}
