import { formatPriority } from '@lagebild/model/priority.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Clock, GitCompareArrows } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { isOpenConflict, saidAt, versionOf } from '../select/orders.ts'
import { select } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { PlacedOrder } from './filter.ts'
import { WaitingMark } from './waiting-mark.tsx'

import styles from './orders.module.css'

/** One order; a press opens it at the right. */
export function OrderRow({ order }: { readonly order: PlacedOrder }) {
	const t = useTranslations('orders')
	const { row, section } = order
	const { id, fields } = row
	const selected = usePicture(({ route }) => route.selected === id)
	const urgent = fields.priority && fields.priority !== 'einfach' ? formatPriority(fields.priority) : undefined
	return (
		<tr className={styles.row} data-selected={selected} data-overdue={order.overdue} onClick={() => select(id)}>
			<td data-column="number">
				<bdi>{fields.number}</bdi>
			</td>
			<td data-column="order">
				<span className={styles.line}>
					<button type="button" className={styles.open} aria-current={selected} onClick={() => select(id)}>
						<bdi>{fields.order ?? id}</bdi>
					</button>
					{urgent !== undefined && <span className={styles.tag}>{urgent}</span>}
					{isOpenConflict(order) && (
						<span className={styles.conflict}>
							<GitCompareArrows size={14} aria-hidden />
							{t('conflict')}
						</span>
					)}
				</span>
				{fields.target && <bdi className={styles.muted}>{t('to', { target: fields.target })}</bdi>}
			</td>
			<td data-column="unit">
				<Units order={order} />
			</td>
			<td data-column="section">
				<bdi>{section}</bdi>
			</td>
			<td data-column="command">
				<Command order={order} />
			</td>
			<td data-column="execution">
				<Execution order={order} />
				<WaitingMark id={id} />
			</td>
			<td data-column="due">
				<Due order={order} />
			</td>
		</tr>
	)
}

function Units({ order: { recipients, row } }: { readonly order: PlacedOrder }) {
	const { language } = useFormats()
	const things = usePicture(({ content }) => content.things)
	const names = recipients.map((id) => {
		const thing = things.get(id)
		return thing ? titleOf(thing.row, language) : id
	})
	return <bdi className={styles.strong}>{names.length > 0 ? names.join(', ') : row.fields.unit}</bdi>
}

function Command({ order: { row } }: { readonly order: PlacedOrder }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(60_000)
	const { command, type } = row.fields
	const word = command ? t(`values.command.${command.state}`) : t(type === 'request' ? 'orders.askedFor' : 'values.command.issued')
	return (
		<span className={styles.register}>
			<span>
				{word}
				{versionOf(row) > 1 && `, ${t('orders.version', { version: versionOf(row) })}`}
			</span>
			<time className={styles.muted}>{formats.time(saidAt(row, command ? 'command' : 'order'), now)}</time>
		</span>
	)
}

function Execution({ order }: { readonly order: PlacedOrder }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { row, state } = order
	const { execution } = row.fields
	if (!execution) return <span className={styles.muted}>{state === 'asked' ? '' : t('orders.noReceipt')}</span>
	const at = saidAt(row, 'execution')
	const older = execution.answers < versionOf(row)
	return (
		<span className={styles.register} data-state={execution.state}>
			<span>
				{t(`values.execution.${execution.state}`)}
				{older && `, ${t('orders.version', { version: execution.answers })}`}
			</span>
			<span className={styles.muted}>
				<time>{formats.age(at, now)}</time>
				{execution.reason !== undefined && <bdi>: {execution.reason}</bdi>}
			</span>
		</span>
	)
}

function Due({ order: { due, overdue } }: { readonly order: PlacedOrder }) {
	const t = useTranslations('orders')
	const formats = useFormats()
	const now = useNow(10_000)
	if (due === undefined) return null
	return (
		<span className={styles.register} data-overdue={overdue}>
			<span className={styles.line}>
				{overdue && <Clock size={14} aria-hidden />}
				<time>{formats.time(due, now)}</time>
			</span>
			{overdue && <span>{t('overdueFor', { span: formats.span(now - due) })}</span>}
		</span>
	)
}
