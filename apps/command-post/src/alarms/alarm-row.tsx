import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { CheckCheck, Clock3 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import type { Refusal } from '../api/operations.ts'
import type { AlarmView } from '../select/alarms.ts'
import { isReplay } from '../state/live.ts'
import { useNow, usePicture } from '../state/react.ts'
import { acknowledge } from './acknowledge.ts'
import { mayAcknowledge } from './may-acknowledge.ts'
import { showAlarm } from './next.ts'

import styles from './alarms.module.css'

type Props = { readonly alarm: AlarmView; readonly waiting: boolean }

/** What, why and since when; who has acknowledged it, or the button to do so. */
export function AlarmRow({ alarm, waiting }: Props) {
	const t = useTranslations()
	const { title, severity, acknowledged, over } = alarm
	const [refusal, setRefusal] = useState<Refusal>()
	const may = usePicture(({ session }) => session.state === 'in' && mayAcknowledge(session.grant))
	const locked = usePicture(isReplay)
	const quiet = acknowledged !== undefined || waiting || over !== undefined
	return (
		<li className={styles.alarm} data-quiet={quiet || undefined}>
			<button type="button" className={styles.what} onClick={() => showAlarm(alarm)}>
				<SeverityMark level={severity} size={24} />
				<bdi className={styles.name}>{title}</bdi>
				<Line alarm={alarm} />
				<Notice alarm={alarm} waiting={waiting} />
				{refusal !== undefined && <span className={styles.refused}>{t('alarms.refused')}</span>}
			</button>
			{quiet ? (
				<span className={styles.done}>
					{waiting ? <Clock3 size={18} aria-hidden /> : acknowledged && <CheckCheck size={18} aria-hidden />}
				</span>
			) : (
				may && (
					<Button
						isDisabled={locked}
						label={t(locked ? 'replay.lockedOf' : 'alarms.acknowledgeOf', { title })}
						onPress={() => void acknowledge(alarm).then(setRefusal)}
					>
						{t('alarms.acknowledge')}
					</Button>
				)
			)}
		</li>
	)
}

function Line({ alarm: { cause, since, over } }: { readonly alarm: AlarmView }) {
	const t = useTranslations('alarms')
	const formats = useFormats()
	const now = useNow(10_000)
	const age = over === undefined ? formats.age(since, now) : t('overSince', { from: formats.time(since, now), to: formats.time(over, now) })
	return (
		<span className={styles.line}>
			{cause !== undefined && cause !== '' && <bdi>{cause}, </bdi>}
			{age}
		</span>
	)
}

function Notice({ alarm: { acknowledged }, waiting }: Props) {
	const t = useTranslations('alarms')
	const formats = useFormats()
	const now = useNow(10_000)
	if (acknowledged) {
		const { name, role, at } = acknowledged
		const time = formats.time(at, now)
		return (
			<span className={styles.line}>
				{role === undefined ? t('by', { name, time }) : t('byRole', { name, time, role: t(`roles.${role}`) })}
			</span>
		)
	}
	return waiting ? <span className={styles.waiting}>{t('waiting')}</span> : null
}
