import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { uuid7 } from '@lagebild/client/uuid7.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import { Button as UiButton } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { CheckCheck, CircleX, Clock3, Hand, Send } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useNow, usePicture } from '../state/react.ts'
import { discardSaying, repeatSaying, sendSayingsNow } from '../state/sayings.ts'
import { listed } from './sayings.ts'
import { useRefusalWords, useWhat } from './use-what.ts'

import sheet from '../frame/bar.module.css'
import styles from './sayings.module.css'

/** Each thing that was said, and what can be done about it. */
export function SayingsSheet({ waits }: { readonly waits: boolean }) {
	const t = useTranslations('sayings')
	const said = usePicture((facts) => facts.said)
	return (
		<div className={sheet.sheet}>
			<h2>{t('title')}</h2>
			<ol className={styles.list}>
				{listed(said).map((item) => (
					<Saying key={item.event.id} item={item} />
				))}
			</ol>
			{waits && (
				<div>
					<UiButton onPress={sendSayingsNow}>{t('sendNow')}</UiButton>
				</div>
			)}
			<p className={sheet.stand}>{t('kept')}</p>
		</div>
	)
}

const ICONS = { waiting: Clock3, sent: Send, held: Hand, refused: CircleX, accepted: CheckCheck, confirmed: CheckCheck } as const

function Saying({ item }: { readonly item: Shown }) {
	const t = useTranslations('sayings')
	const formats = useFormats()
	const now = useNow(1_000)
	const what = useWhat()
	const words = useRefusalWords()
	const Icon = ICONS[item.state]
	const { answer, event } = item
	const refusal = answer && isRefused(answer) ? answer : undefined
	return (
		<li className={styles.saying} data-state={item.state}>
			<Icon size={16} aria-hidden />
			<bdi>{what(item)}</bdi>
			<span className={styles.state}>{t(`state.${item.state}`)}</span>
			<span className={styles.more}>
				{formats.time(item.at, now)}, {formats.age(item.at, now)}
			</span>
			{refusal && <span className={styles.more}>{words(refusal)}</span>}
			{item.state === 'refused' && (
				<span className={styles.actions}>
					<UiButton size="row" onPress={() => repeatSaying(event, uuid7(Date.now()))}>
						{t('again')}
					</UiButton>
					<UiButton size="row" onPress={() => discardSaying(event.id)}>
						{t('discard')}
					</UiButton>
				</span>
			)}
		</li>
	)
}
