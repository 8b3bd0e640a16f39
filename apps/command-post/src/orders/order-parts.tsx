import { Suspense } from 'react'

import { OrdersSection, TaskSection } from '../frame/later.ts'
import type { Thing } from '../state/facts.ts'

/** Of an order how it stands; of anything else what was ordered about it. */
export function OrderParts({ thing }: { readonly thing: Thing }) {
	return <Suspense>{thing.row.kind === 'task' ? <TaskSection row={thing.row} /> : <OrdersSection thing={thing} />}</Suspense>
}
