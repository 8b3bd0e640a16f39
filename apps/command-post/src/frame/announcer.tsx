import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'
import { announce, NOTHING_ANNOUNCED, toneOf } from './announcement.ts'

import styles from './frame.module.css'

/** Says aloud when the link changes for better or worse, and nothing else. */
export function Announcer() {
	const t = useTranslations('link')
	const tone = usePicture(({ link, now }) => toneOf(link, now))
	const [said, setSaid] = useState(NOTHING_ANNOUNCED)
	const next = announce(tone, said)
	if (next !== said) setSaid(next)
	return (
		<output className={styles.hidden} aria-live="polite">
			{said.key === undefined ? '' : t(said.key)}
		</output>
	)
}
