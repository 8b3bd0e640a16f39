import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './frame.module.css'

/** A start is quicker than a word about it, as a rule. */
const PATIENCE_MS = 300

export function Starting() {
	const t = useTranslations('app')
	const [slow, setSlow] = useState(false)
	useEffect(() => {
		const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
		return () => clearTimeout(timer)
	}, [])
	return <main className={styles.starting}>{slow && t('starting')}</main>
}
