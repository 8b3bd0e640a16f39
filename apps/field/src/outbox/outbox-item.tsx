import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { CheckCheck, CircleX, Clock, Layers2, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { formerSpeaker } from '../crew/crews.ts'
import { useFacts } from '../state/react.ts'
import { discardSaying, sayAgain } from '../state/sayings.ts'
import { store } from '../state/store.ts'
import { isOvertaken } from '../status/standing.ts'
import { PhotoLines } from './photo-lines.tsx'
import { useFate } from './use-fate.ts'
import { useWhat } from './use-what.ts'

import styles from './outbox.module.css'

type Props = { readonly item: Shown; readonly isFirst: boolean }

export function OutboxItem({ item, isFirst }: Props) {
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const what = useWhat()
	const fate = useFate()
	const former = useFormer(item)
	return (
		<>
			<div className={styles.line}>
				<Mark item={item} />
				<div className={styles.text}>
					<p className={styles.what}>{what(item.event)}</p>
					{former !== undefined && <p className={styles.former}>{former}</p>}
					<p className={styles.fate} data-fate={item.state === 'refused' ? 'refused' : isOvertaken(item) ? 'overtaken' : undefined}>
						{fate(item, isFirst)}
					</p>
				</div>
				<span className={styles.time}>{time(item.at, now)}</span>
			</div>
			<PhotoLines item={item} />
			{item.state === 'refused' && <Decision item={item} />}
		</>
	)
}

/** Whose word it is, when another crew has the device since. */
function useFormer({ at }: Shown): string | undefined {
	const t = useTranslations('handOver')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const former = formerSpeaker(
		at,
		useFacts((facts) => facts.crews),
	)
	if (!former) return undefined
	const until = time(former.until, now)
	return former.name === undefined ? t('former', { time: until }) : t('formerNamed', { name: former.name, time: until })
}

function Mark({ item }: { readonly item: Shown }) {
	if (item.state === 'refused') return <CircleX className={styles.refused} size={32} aria-hidden />
	if (isOvertaken(item)) return <Layers2 size={32} aria-hidden />
	if (item.state === 'accepted' || item.state === 'confirmed') return <CheckCheck size={32} aria-hidden />
	return item.state === 'sent' ? <SendHorizontal size={32} aria-hidden /> : <Clock size={32} aria-hidden />
}

/** What the hub will not take as it is: somebody mends it or gives it up, and the latter takes two presses. */
function Decision({ item }: { readonly item: Shown }) {
	const t = useTranslations('outbox')
	const [sure, setSure] = useState(false)
	const isReport = REPORTED.has(item.event.kind) || (item.event.kind === 'task' && item.event.op === 'upsert')
	return (
		<div className={styles.decision}>
			{isReport ? (
				<Button className={styles.main} onPress={() => store.setState({ tab: 'report', mending: item })}>
					{t('edit')}
				</Button>
			) : (
				<Button className={styles.main} onPress={() => sayAgain(item)}>
					{t('again')}
				</Button>
			)}
			<Button
				className={styles.main}
				look={sure ? 'danger' : 'default'}
				onPress={() => (sure ? discardSaying(item.event.id) : setSure(true))}
			>
				{t(sure ? 'discardSure' : 'discard')}
			</Button>
		</div>
	)
}

const REPORTED = new Set(['incident', 'closure', 'counter', 'facility'])
