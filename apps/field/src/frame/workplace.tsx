import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { Suspense, useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { NewOrderBanner } from '../orders/new-order-banner.tsx'
import { OrdersPanel } from '../picture/orders-panel.tsx'
import { isFrozen } from '../state/link.ts'
import { useFacts } from '../state/react.ts'
import { Head } from './head.tsx'
import { fetchPages, LazyCrew, LazyDevice, LazyMap, LazyOutbox, LazyReport } from './pages.tsx'
import { Strip } from './strip.tsx'
import { TabBar } from './tab-bar.tsx'
import { UpdateNotice } from './update-notice.tsx'

import styles from './frame.module.css'

/** Scrolls by keys also when nothing in it takes the focus. */
const STOP = { tabIndex: 0 } as const

/** Head, state of the link, one view, and the tabs under the thumb: the frame never moves. */
export function Workplace({ device }: { readonly device: EnrolledDevice }) {
	const t = useTranslations()
	const tab = useFacts((facts) => facts.tab)
	const frozen = useFacts(({ link, now }) => isFrozen(link, now))
	useEffect(() => void fetchPages(), [])
	const isPicture = tab === 'map' || tab === 'orders' || tab === 'unit'
	return (
		<div className={styles.workplace}>
			<Head device={device} />
			<Strip />
			{frozen && isPicture && <FrozenStripe text={t('link.frozen')} />}
			<LinkTrouble />
			<UpdateNotice />
			<NewOrderBanner />
			<main
				key={tab}
				className={tab === 'map' ? styles.whole : styles.view}
				aria-label={t(tab === 'outbox' ? 'outbox.title' : `tabs.${tab}`)}
				{...STOP}
			>
				<Suspense fallback={null}>
					<View device={device} />
				</Suspense>
			</main>
			<TabBar />
		</div>
	)
}

function View({ device }: { readonly device: EnrolledDevice }) {
	const tab = useFacts((facts) => facts.tab)
	switch (tab) {
		case 'map':
			return <LazyMap />
		case 'orders':
			return <OrdersPanel />
		case 'report':
			return <LazyReport />
		case 'outbox':
			return <LazyOutbox />
		case 'unit':
			return <LazyCrew unit={device.unit} />
		case 'device':
			return <LazyDevice device={device} />
	}
}

/** What a person has to do something about; the age alone is the strip's affair. */
function LinkTrouble() {
	const t = useTranslations('link')
	const refusal = useFacts(({ link }) => link.refusal?.why)
	const differs = useFacts(({ link }) => link.verified === 'no')
	const text = refusal === undefined ? differs && t('unverified') : t(TROUBLE[refusal] ?? 'closedOperation')
	return text ? <output className={styles.trouble}>{text}</output> : null
}

const TROUBLE: Readonly<Record<string, 'refused' | 'tooOld'>> = { unauthenticated: 'refused', 'client-too-old': 'tooOld' }
