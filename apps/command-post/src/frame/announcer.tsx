import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

import { linkView } from '../state/link.ts'
import { usePicture } from '../state/react.ts'

import styles from './frame.module.css'

type Tone = 'good' | 'old' | 'lost' | 'unknown'

function toneOf(state: ReturnType<typeof linkView>['state']): Tone {
	if (state === 'live' || state === 'ago') return 'good'
	return state === 'old' || state === 'lost' ? state : 'unknown'
}

/** Says aloud when the link changes for better or worse, and nothing else. */
export function Announcer() {
	const t = useTranslations('link')
	const tone = usePicture(({ link, now }) => toneOf(linkView(link, now, String).state))
	const before = useRef<Tone>('unknown')
	const [text, setText] = useState('')
	useEffect(() => {
		if (tone === 'unknown' || tone === before.current) return
		if (tone === 'lost') setText(t('frozen'))
		else if (tone === 'old') setText(t('old'))
		else if (before.current !== 'unknown') setText(t('reconnected'))
		before.current = tone
	}, [tone, t])
	return (
		<p className={styles.hidden} role="status" aria-live="polite">
			{text}
		</p>
	)
}
