import { Notice } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'
import { OrderCard } from './order-card.tsx'

import styles from './picture.module.css'

/** What this unit is to do, the urgent first. */
export function OrdersPanel() {
	const t = useTranslations('orders')
	const orders = useFacts(({ picture }) => picture.orders)
	const known = useFacts(({ link }) => link.asOf !== undefined)
	return (
		<section className={styles.orders} aria-label={t('title')}>
			<h2>{t('title')}</h2>
			{orders.length === 0 ? (
				<Notice title={t(known ? 'none' : 'noneYet')} />
			) : (
				<ul className={styles.list}>
					{orders.map((order) => (
						<li key={order.id}>
							<OrderCard order={order} />
						</li>
					))}
				</ul>
			)}
		</section>
	)
}
