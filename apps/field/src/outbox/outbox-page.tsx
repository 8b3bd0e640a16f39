import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { ArrowLeft } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { sendPhotosNow } from '../photos/keep-photos.ts'
import { useFacts } from '../state/react.ts'
import { sendSayingsNow } from '../state/sayings.ts'
import { store } from '../state/store.ts'
import { grouped } from './groups.ts'
import { OutboxItem } from './outbox-item.tsx'

import styles from './outbox.module.css'

/** Everything that this device said, and what became of each. */
export function OutboxPage() {
	const t = useTranslations('outbox')
	const said = useFacts((facts) => facts.said)
	const unstored = useFacts((facts) => facts.unstored)
	const { waiting, refused, arrived } = useMemo(() => grouped(said), [said])
	const under = useFacts(({ photos }) => photos.some(({ state }) => state === 'waiting'))
	const first = waiting.at(-1)
	return (
		<section className={styles.page} aria-label={t('title')}>
			<header className={styles.head}>
				<Button look="quiet" className={styles.back} label={t('back')} onPress={() => store.setState({ tab: 'orders' })}>
					<ArrowLeft size={28} aria-hidden />
				</Button>
				<h2>{t('title')}</h2>
				<span className={styles.count}>{t('count', { count: said.length })}</span>
			</header>
			{unstored && <p className={styles.unstored}>{t('unstored')}</p>}
			{said.length === 0 && <Notice title={t('none')}>{t('noneText')}</Notice>}
			<Group name="waiting" items={waiting} first={first?.event.id} />
			{(waiting.length > 0 || under) && (
				<Button className={styles.main} onPress={sendNow}>
					{t('sendNow')}
				</Button>
			)}
			<Group name="refused" items={refused} />
			<Group name="arrived" items={arrived} />
		</section>
	)
}

function sendNow(): void {
	sendSayingsNow()
	sendPhotosNow()
}

type GroupProps = {
	readonly name: 'waiting' | 'refused' | 'arrived'
	readonly items: readonly Shown[]
	readonly first?: string | undefined
}

function Group({ name, items, first }: GroupProps) {
	const t = useTranslations('outbox.group')
	if (items.length === 0) return null
	return (
		<section className={styles.group} aria-label={t(name)}>
			<h3 className={styles.groupHead}>
				<span>{t(name)}</span>
				<span className={styles.count}>{items.length}</span>
			</h3>
			<ul>
				{items.map((item) => (
					<li key={item.event.id} className={styles.item}>
						<OutboxItem item={item} isFirst={item.event.id === first} />
					</li>
				))}
			</ul>
		</section>
	)
}
