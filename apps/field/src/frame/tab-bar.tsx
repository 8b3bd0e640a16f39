import { ClipboardList, Map as MapIcon, Megaphone, TabletSmartphone, Users } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { countsOf } from '../outbox/groups.ts'
import { isOver } from '../picture/unit-picture.ts'
import type { Facts } from '../state/facts.ts'
import { TABS } from '../state/facts.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'

import styles from './frame.module.css'

type Place = (typeof TABS)[number]

const ICONS = { map: MapIcon, orders: ClipboardList, report: Megaphone, unit: Users, device: TabletSmartphone } as const

export function TabBar() {
	const t = useTranslations()
	return (
		<nav className={styles.tabs} aria-label={t('app.tabs')}>
			{TABS.map((tab) => (
				<TabButton key={tab} tab={tab} label={t(`tabs.${tab}`)} />
			))}
		</nav>
	)
}

/** Open orders, and what has not arrived. */
function countAt(tab: Place, { picture, said, photos }: Facts): number {
	if (tab === 'orders') return picture.orders.filter((order) => !isOver(order)).length
	if (tab !== 'report') return 0
	const { waiting, refused } = countsOf(said, photos)
	return waiting + refused
}

function TabButton({ tab, label }: { readonly tab: Place; readonly label: string }) {
	const t = useTranslations()
	const chosen = useFacts((facts) => facts.tab === tab || (tab === 'report' && facts.tab === 'outbox'))
	const count = useFacts((facts) => countAt(tab, facts))
	const Icon = ICONS[tab]
	return (
		<button className={styles.tab} type="button" aria-current={chosen ? 'page' : undefined} onClick={() => store.setState({ tab })}>
			<span className={styles.icon}>
				<Icon size={28} aria-hidden />
				{count > 0 && (
					<span className={styles.badge} aria-hidden>
						{count}
					</span>
				)}
			</span>
			<span>{label}</span>
			{count > 0 && (
				<span className={styles.hidden}>{tab === 'orders' ? t('orders.open', { count }) : t('outbox.pending', { count })}</span>
			)}
		</button>
	)
}
