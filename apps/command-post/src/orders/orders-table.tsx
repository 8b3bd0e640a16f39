import { instant } from '@lagebild/model/time.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { Plus } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { AsOfLine } from '../forces/as-of.tsx'
import { GROUPS } from '../select/orders.ts'
import type { OrderGroup } from '../select/orders.ts'
import { usePicture } from '../state/react.ts'
import { compose, mayOrder } from './compose.ts'
import { filtered, VIEWS } from './filter.ts'
import type { OrderFilter, PlacedOrder } from './filter.ts'
import { OrderRow } from './order-row.tsx'
import { Outgoing } from './outgoing.tsx'

import forces from '../forces/forces.module.css'
import frame from '../frame/frame.module.css'
import styles from './orders.module.css'

type Props = {
	readonly orders: readonly PlacedOrder[]
	readonly filter: OrderFilter
	readonly onChange: (next: Partial<OrderFilter>) => void
	readonly onReset: () => void
}

const COLUMNS = ['number', 'order', 'unit', 'section', 'command', 'execution', 'due'] as const

/** Orders by how they stand, what is late first. */
export function OrdersTable({ orders, filter, onChange, onReset }: Props) {
	const t = useTranslations('orders')
	const shown = filtered(orders, filter)
	const groups = Map.groupBy(shown, ({ group }) => group)
	return (
		<section className={styles.page} aria-label={t('title')}>
			<Head orders={orders} filter={filter} onChange={onChange} />
			<Outgoing />
			<div className={frame.scroll}>
				{shown.length === 0 ? (
					<Empty any={orders.length > 0} onReset={onReset} />
				) : (
					<table className={styles.table}>
						<thead>
							<tr>
								{COLUMNS.map((column) => (
									<th key={column} scope="col" data-column={column}>
										{t(`cols.${column}`)}
									</th>
								))}
							</tr>
						</thead>
						{GROUPS.map((group) => (
							<Group key={group} group={group} orders={groups.get(group) ?? []} />
						))}
					</table>
				)}
			</div>
		</section>
	)
}

function Head({ orders, filter, onChange }: Omit<Props, 'onReset'>) {
	const t = useTranslations('orders')
	const may = usePicture(mayOrder)
	const times = orders.map(({ row }) => row.at)
	const countIn = (view: (typeof VIEWS)[number]) => filtered(orders, { view }).length
	const views = VIEWS.filter((view) => view === 'open' || view === 'all' || view === filter.view || countIn(view) > 0)
	return (
		<div className={forces.head}>
			<div className={forces.classes}>
				<Segmented
					label={t('viewLabel')}
					chosen={filter.view}
					onChange={(view) => onChange({ view })}
					options={views.map((id) => ({ id, label: `${t(`views.${id}`)} ${countIn(id)}` }))}
				/>
			</div>
			<div className={styles.headEnd}>
				{times.length > 0 && <AsOfLine asOf={{ oldest: instant(Math.min(...times)), newest: instant(Math.max(...times)) }} />}
				{may && (
					<Button look="primary" onPress={() => compose({})}>
						<Plus size={16} aria-hidden />
						{t('new')}
					</Button>
				)}
			</div>
		</div>
	)
}

function Empty({ any, onReset }: { readonly any: boolean; readonly onReset: () => void }) {
	const t = useTranslations('orders')
	const may = usePicture(mayOrder)
	if (any) return <Notice title={t('noMatch')} action={<Button onPress={onReset}>{t('reset')}</Button>} />
	return (
		<Notice title={t('none')} action={may && <Button onPress={() => compose({})}>{t('new')}</Button>}>
			{t(may ? 'noneText' : 'mayNot')}
		</Notice>
	)
}

function Group({ group, orders }: { readonly group: OrderGroup; readonly orders: readonly PlacedOrder[] }) {
	const t = useTranslations('orders')
	if (orders.length === 0) return null
	return (
		<tbody>
			<tr className={styles.groupRow} data-group={group}>
				<th scope="rowgroup" colSpan={COLUMNS.length}>
					{t(`groups.${group}`)} <span className={styles.muted}>{orders.length}</span>
				</th>
			</tr>
			{orders.map((order) => (
				<OrderRow key={order.row.id} order={order} />
			))}
		</tbody>
	)
}
