import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { alarmsNow, waitingNotices } from '../select/alarms.ts'
import type { AlarmView } from '../select/alarms.ts'
import { currentOperation } from '../state/follow.ts'
import { usePicture } from '../state/react.ts'
import { AlarmRow } from './alarm-row.tsx'
import { SoundSetting } from './sound-setting.tsx'

import frame from '../frame/frame.module.css'
import styles from './alarms.module.css'

const FIRST = 5

/** Alarms whose cause stands, and on request those that are over. */
export function AlarmList() {
	const [past, setPast] = useState(false)
	return (
		<div className={frame.scroll}>
			<Head past={past} onPast={setPast} />
			{past ? <Past /> : <Standing />}
			<SoundSetting />
		</div>
	)
}

function Head({ past, onPast }: { readonly past: boolean; readonly onPast: (past: boolean) => void }) {
	const t = useTranslations('alarms')
	const { open, over } = usePicture(alarmsNow)
	const status = usePicture((facts) => currentOperation(facts)?.status)
	return (
		<div className={styles.head}>
			<h2>{t(past ? 'past' : 'title')}</h2>
			<span>{past ? t('overCount', { count: over.length }) : t('openCount', { count: open })}</span>
			{status === 'exercise' && <span className={styles.exercise}>{t('exercise')}</span>}
			<Button size="row" look="quiet" onPress={() => onPast(!past)}>
				{t(past ? 'back' : 'past')}
			</Button>
		</div>
	)
}

function Standing() {
	const t = useTranslations('alarms')
	const [all, setAll] = useState(false)
	const { standing } = usePicture(alarmsNow)
	const more = all ? 0 : standing.length - FIRST
	if (standing.length === 0) return <Notice title={t('none')}>{t('noneText')}</Notice>
	return (
		<>
			<Rows label={t('title')} alarms={more > 0 ? standing.slice(0, FIRST) : standing} />
			{more > 0 && (
				<div className={styles.more}>
					<Button size="row" onPress={() => setAll(true)}>
						{t('more', { count: more })}
					</Button>
				</div>
			)}
		</>
	)
}

function Past() {
	const t = useTranslations('alarms')
	const { over } = usePicture(alarmsNow)
	if (over.length === 0) return <Notice title={t('noPast')}>{t('noPastText')}</Notice>
	return <Rows label={t('past')} alarms={over} />
}

function Rows({ label, alarms }: { readonly label: string; readonly alarms: readonly AlarmView[] }) {
	const waiting = usePicture(({ said }) => waitingNotices(said))
	return (
		<ul aria-label={label}>
			{alarms.map((alarm) => (
				<AlarmRow key={alarm.key} alarm={alarm} waiting={waiting.has(alarm.id)} />
			))}
		</ul>
	)
}
