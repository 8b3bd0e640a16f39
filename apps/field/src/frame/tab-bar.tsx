import { ClipboardList, TabletSmartphone } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { isOver } from '../picture/unit-picture.ts'
import type { Tab } from '../state/facts.ts'
import { TABS } from '../state/facts.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'

import styles from './frame.module.css'

const ICONS = { orders: ClipboardList, device: TabletSmartphone } as const

export function TabBar() {
	const t = useTranslations()
	return (
		<nav className={styles.tabs} aria-label={t('app.tabs')}>
			{TABS.map((tab) => (
				<TabButton key={tab} tab={tab} label={t(tab === 'orders' ? 'orders.title' : 'device.tab')} />
			))}
		</nav>
	)
}

function TabButton({ tab, label }: { readonly tab: Tab; readonly label: string }) {
	const t = useTranslations('orders')
	const chosen = useFacts((facts) => facts.tab === tab)
	const open = useFacts(({ picture }) => (tab === 'orders' ? picture.orders.filter((order) => !isOver(order)).length : 0))
	const Icon = ICONS[tab]
	return (
		<button className={styles.tab} type="button" aria-current={chosen ? 'page' : undefined} onClick={() => store.setState({ tab })}>
			<span className={styles.icon}>
				<Icon size={28} aria-hidden />
				{open > 0 && (
					<span className={styles.badge} aria-hidden>
						{open}
					</span>
				)}
			</span>
			<span>{label}</span>
			{open > 0 && <span className={styles.hidden}>{t('open', { count: open })}</span>}
		</button>
	)
}
