import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { isGate } from '../select/gates.ts'
import { titleOf } from '../select/names.ts'
import { ordersNow } from '../select/now.ts'
import { isOpenOrder } from '../select/orders.ts'
import type { OrderView } from '../select/orders.ts'
import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { compose, mayOrder, wishFor } from './compose.ts'

import detail from '../detail/detail.module.css'
import styles from './orders.module.css'

const ORDERABLE: ReadonlySet<Thing['row']['kind']> = new Set([
	'unit',
	'section',
	'incident',
	'facility',
	'closure',
	'area',
	'sensor',
	'contact',
	'message',
	'warning',
	'alarm',
])

/** What a unit is to do, or what is being done about a thing, and the way to one order more. */
export function OrdersSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('orders')
	const may = usePicture(mayOrder)
	const { row } = thing
	const orders = usePicture(ordersNow).views.filter((view) => concerns(view, thing))
	if (!ORDERABLE.has(row.kind) || (!may && orders.length === 0)) return null
	return (
		<section className={detail.section}>
			<h3>{t('title')}</h3>
			{orders.length > 0 && (
				<ul className={detail.list}>
					{orders.map((view) => (
						<Line key={view.row.id} view={view} />
					))}
				</ul>
			)}
			{may && (
				<div className={styles.actions}>
					{isGate(thing) && (
						<Button onPress={() => compose({ about: row.id, order: t('gateOrder', { name: titleOf(row) }) })}>{t('gateState')}</Button>
					)}
					<Button onPress={() => compose(wishFor(row.id))}>
						{t('issue')}
						<kbd className={styles.key}>B</kbd>
					</Button>
				</div>
			)}
		</section>
	)
}

function concerns(view: OrderView, { row: { id } }: Thing): boolean {
	if (!isOpenOrder(view)) return false
	return (
		view.recipients.includes(id) ||
		(view.row.links?.some(({ rel, to, inbound }) => !inbound && rel !== 'assigned-to' && to === id) ?? false)
	)
}

function Line({ view: { row, state, due, overdue } }: { readonly view: OrderView }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const word =
		state === 'new' || state === 'asked' || state === 'draft' || state === 'withdrawn' || state === 'ended'
			? t('orders.noReceipt')
			: t(`values.execution.${state}`)
	return (
		<li>
			<button type="button" className={detail.link} onClick={() => select(row.id)}>
				<span className={detail.label}>
					{row.fields.number && `${row.fields.number}, `}
					{word}
					{due !== undefined && `, ${t(overdue ? 'orders.overdueShort' : 'orders.dueShort', { time: formats.time(due, now) })}`}
				</span>
				<bdi>{row.fields.order}</bdi>
			</button>
		</li>
	)
}
