import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { RightPanel } from '../frame/right-panel.tsx'
import { ordersNow } from '../select/now.ts'
import { usePicture } from '../state/react.ts'
import { placedOrders } from './filter.ts'
import type { OrderFilter } from './filter.ts'
import { OrdersTable } from './orders-table.tsx'
import { Shares } from './shares.tsx'
import { useBeside } from './use-beside.ts'

import frame from '../frame/frame.module.css'

const FIRST: OrderFilter = { view: 'open' }

/** Aufträge: what was ordered, who has answered, what is late. */
export function OrdersPage() {
	const t = useTranslations('orders')
	const [filter, setFilter] = useState<OrderFilter>(FIRST)
	const beside = useBeside()
	const frozen = useFrozenText()
	const orders = usePicture((facts) => placedOrders(facts.content, ordersNow(facts).views))
	const change = (next: Partial<OrderFilter>) => setFilter({ ...filter, ...next })
	return (
		<div className={frame.body} data-left="open" data-page="auftraege" data-narrow="map" data-detail={beside ? 'full' : 'none'}>
			<aside className={classes(frame.panel, frame.left)} aria-label={t('shares')} data-region tabIndex={-1}>
				{frozen !== undefined && <FrozenStripe text={frozen} />}
				<div className={frame.scroll}>
					<Shares orders={orders} filter={filter} onChange={change} />
				</div>
			</aside>
			<main id={CENTRE_ID} className={frame.centre} data-region tabIndex={-1}>
				<OrdersTable orders={orders} filter={filter} onChange={change} onReset={() => setFilter({ view: 'all' })} />
			</main>
			<RightPanel />
		</div>
	)
}
