import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { History, Lock, SkipForward } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { liveAlarms } from '../select/live.ts'
import { useLiveNow, useNow, usePicture } from '../state/react.ts'
import { backToLive } from './replay.ts'

import styles from './time.module.css'

/** Never to be mistaken for now: the word, the time, what goes on meanwhile, and the way back. */
export function ReplayStrip() {
	const t = useTranslations('replay')
	const formats = useFormats()
	const now = useNow(1_000)
	const live = useLiveNow(1_000)
	const state = usePicture(({ replay }) => replay?.state)
	const since = usePicture(({ replay }) => replay?.since ?? 0)
	const fresh = usePicture((facts) => liveAlarms(facts).standing.filter((alarm) => alarm.since > since).length)
	return (
		<section className={styles.strip} aria-label={t('strip')} data-region tabIndex={-1}>
			<div className={styles.block}>
				<History size={20} aria-hidden />
				<strong>{t('word')}</strong>
				<time className={styles.time}>{formats.clock(now)}</time>
				<span className={styles.age}>
					{formats.tactical(now)}, {t('ago', { span: formats.span(live - now) })}
				</span>
			</div>
			<span className={styles.look}>
				<Lock size={14} aria-hidden /> {state === 'loading' ? t('loading') : t('look')}
			</span>
			<span className={styles.space} />
			<span className={styles.live}>
				{t('live', { time: formats.clock(live) })} · {t('newAlarms', { count: fresh })}
			</span>
			<Button look="primary" onPress={backToLive}>
				<SkipForward size={16} aria-hidden /> {t('back')} <kbd className={styles.key}>0</kbd>
			</Button>
		</section>
	)
}
