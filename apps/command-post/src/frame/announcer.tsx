import { useState } from 'react'
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
	const [said, setSaid] = useState<{ readonly tone: Tone; readonly key: 'frozen' | 'old' | 'reconnected' | undefined }>({
		tone: 'unknown',
		key: undefined,
	})
	if (tone !== 'unknown' && tone !== said.tone) setSaid({ tone, key: keyFor(tone, said.tone) })
	return (
		<output className={styles.hidden} aria-live="polite">
			{said.key === undefined ? '' : t(said.key)}
		</output>
	)
}

function keyFor(tone: Tone, before: Tone): 'frozen' | 'old' | 'reconnected' | undefined {
	if (tone === 'lost') return 'frozen'
	if (tone === 'old') return 'old'
	return before === 'unknown' ? undefined : 'reconnected'
}
