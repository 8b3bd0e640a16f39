import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { uuid7 } from '@lagebild/client/uuid7.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import { Button as UiButton } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Popover } from '@lagebild/ui/popover.tsx'
import { CheckCheck, CircleX, Clock3, Hand, Send } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { useNow, usePicture } from '../state/react.ts'
import { discardSaying, repeatSaying, sendSayingsNow } from '../state/sayings.ts'
import { chipOf, listed } from './sayings.ts'
import { useRefusalWords, useWhat } from './use-what.ts'

import sheet from '../frame/bar.module.css'
import styles from './sayings.module.css'

/** What this browser said and the hub has not taken: nothing while there is nothing. Pressed, it names each and what can be done about it. */
export function SayingsPopover() {
	const t = useTranslations('sayings')
	const said = usePicture((facts) => facts.said)
	const chip = chipOf(said)
	if (!chip) return null
	const Icon = chip.refused > 0 ? CircleX : Clock3
	return (
		<Popover
			label={t('title')}
			trigger={
				<Button className={styles.chip ?? ''} data-refused={chip.refused > 0 || undefined}>
					<Icon size={16} aria-hidden />
					{chip.refused > 0 ? t('refusedCount', { count: chip.refused }) : t('waitingCount', { count: chip.waiting })}
				</Button>
			}
		>
			<div className={sheet.sheet}>
				<h2>{t('title')}</h2>
				<ol className={styles.list}>
					{listed(said).map((item) => (
						<Saying key={item.event.id} item={item} />
					))}
				</ol>
				{chip.waiting > 0 && (
					<div>
						<UiButton onPress={sendSayingsNow}>{t('sendNow')}</UiButton>
					</div>
				)}
				<p className={sheet.stand}>{t('kept')}</p>
			</div>
		</Popover>
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
