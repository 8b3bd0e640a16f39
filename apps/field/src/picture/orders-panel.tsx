import { Notice } from '@lagebild/ui/notice.tsx'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { standingOf } from '../orders/execution.ts'
import { useFacts } from '../state/react.ts'
import { StatusBoard } from '../status/status-board.tsx'
import { OrderCard } from './order-card.tsx'
import { isOver } from './unit-picture.ts'

import styles from './picture.module.css'

/** What this unit is to do: what was taken back while it is done, then the urgent, then the status under the thumb, then the rest. */
export function OrdersPanel() {
	const t = useTranslations('orders')
	const orders = useFacts(({ picture }) => picture.orders)
	const said = useFacts((facts) => facts.said)
	const known = useFacts(({ link }) => link.asOf !== undefined)
	const [first, ...others] = useMemo(
		() => orders.toSorted((a, b) => Number(standingOf(b, said).withdrawnUnder) - Number(standingOf(a, said).withdrawnUnder)),
		[orders, said],
	)
	return (
		<>
			<section className={styles.orders} aria-label={t('title')}>
				{first ? <OrderCard order={first} /> : <Notice title={t(known ? 'none' : 'noneYet')} />}
			</section>
			<StatusBoard hasOrder={orders.some((order) => !isOver(order))} />
			{others.length > 0 && (
				<section className={styles.others} aria-label={t('others')}>
					<h2>{t('others')}</h2>
					<ul className={styles.list}>
						{others.map((order) => (
							<li key={order.id}>
								<OrderCard order={order} />
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	)
}
