import { partsOf } from '@lagebild/model/ids.ts'
import { readIso } from '@lagebild/model/time.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GitCompareArrows, Radio, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { changedFields, isOpenConflict, orderView, saidAt, versionOf } from '../select/orders.ts'
import type { OrderConflict, OrderRow, OrderView } from '../select/orders.ts'
import { useNow, usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { mayOrder } from './compose.ts'
import { TaskActions } from './task-actions.tsx'
import { WaitingMark } from './waiting-mark.tsx'

import detail from '../detail/detail.module.css'
import styles from './orders.module.css'

/** Both registers of an order side by side, what does not go together, and what can be done. */
export function TaskSection({ row }: { readonly row: OrderRow }) {
	const now = useNow(10_000)
	const view = orderView(row, now)
	const may = usePicture(mayOrder)
	return (
		<section className={detail.section}>
			<div className={styles.registers} data-conflict={isOpenConflict(view)}>
				<CommandSide row={row} />
				<ExecutionSide row={row} />
			</div>
			<Due view={view} />
			<Changed row={row} />
			{view.conflict && <Conflict conflict={view.conflict} row={row} />}
			<WaitingMark id={row.id} />
			{may && <TaskActions view={view} />}
		</section>
	)
}

/** Who said a field, as the picture calls them. */
function sayerOf({ fieldBy, sources, id }: OrderRow, field: string): string {
	const source = fieldBy?.[field] ?? sources[0]?.source ?? partsOf(id).source
	return sources.find((one) => one.source === source)?.name ?? source
}

type SideProps = {
	readonly name: string
	readonly icon: ReactNode
	readonly field: string
	readonly row: OrderRow
	readonly children: ReactNode
}

function Side({ name, icon, field, row, children }: SideProps) {
	const formats = useFormats()
	const now = useNow(10_000)
	const at = saidAt(row, field)
	return (
		<div className={styles.side}>
			<p className={styles.sideHead}>
				{icon}
				{name}
				<WhyButton field={field} />
			</p>
			<p className={styles.sideState}>{children}</p>
			{(row.fields.command ?? row.fields.execution) && (
				<p className={styles.muted} title={formats.tactical(at)}>
					{formats.time(at, now)}, {formats.age(at, now)}
					<br />
					<bdi>{sayerOf(row, field)}</bdi>
				</p>
			)}
		</div>
	)
}

function CommandSide({ row }: { readonly row: OrderRow }) {
	const t = useTranslations()
	const { command, type } = row.fields
	const word = command ? t(`values.command.${command.state}`) : t(type === 'request' ? 'orders.askedFor' : 'values.command.issued')
	return (
		<Side name={t('orders.staff')} icon={<UserRound size={14} aria-hidden />} field={command ? 'command' : 'order'} row={row}>
			<strong>{word}</strong>
			{command && `, ${t('orders.version', { version: command.version })}`}
			{command?.reason !== undefined && <bdi className={styles.reason}>{command.reason}</bdi>}
		</Side>
	)
}

function ExecutionSide({ row }: { readonly row: OrderRow }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { execution } = row.fields
	const expected = execution?.expected === undefined ? undefined : readIso(execution.expected)
	if (!execution)
		return (
			<div className={styles.side}>
				<p className={styles.sideHead}>
					<Radio size={14} aria-hidden />
					{t('orders.unit')}
				</p>
				<p className={styles.sideState}>{t('orders.noReceipt')}</p>
			</div>
		)
	return (
		<Side name={t('orders.unit')} icon={<Radio size={14} aria-hidden />} field="execution" row={row}>
			<strong>{t(`values.execution.${execution.state}`)}</strong>, {t('orders.version', { version: execution.answers })}
			{expected !== undefined && `, ${t('values.expected', { time: formats.time(expected, now) })}`}
			{execution.reason !== undefined && <bdi className={styles.reason}>{execution.reason}</bdi>}
		</Side>
	)
}

function Due({ view: { due, overdue } }: { readonly view: OrderView }) {
	const t = useTranslations('orders')
	const formats = useFormats()
	const now = useNow(10_000)
	if (due === undefined) return null
	return (
		<p className={styles.dueLine} data-overdue={overdue}>
			{t('dueBy', { time: formats.time(due, now) })}
			{overdue && `, ${t('overdueFor', { span: formats.span(now - due) })}`}
		</p>
	)
}

/** What the wording that holds says otherwise than the one before. */
function Changed({ row }: { readonly row: OrderRow }) {
	const t = useTranslations()
	const fields = changedFields(row)
	if (fields.length === 0) return null
	return (
		<p className={styles.changed}>
			{t('orders.changedIn', { version: versionOf(row), fields: fields.map((field) => t(`fields.${field}`)).join(', ') })}
		</p>
	)
}

function Conflict({ conflict, row }: { readonly conflict: OrderConflict; readonly row: OrderRow }) {
	const t = useTranslations('orders')
	const { execution } = row.fields
	const values = { version: versionOf(row), answers: execution?.answers ?? 1 }
	return (
		<div className={styles.conflictBox}>
			<p className={styles.conflict}>
				<GitCompareArrows size={16} aria-hidden />
				<strong>{t(`conflicts.${conflict.type}`, values)}</strong>
			</p>
			<ul>
				<li>{t(conflict.staffKnows ? 'staffKnows' : 'staffKnowsNot')}</li>
				<li>{t(conflict.unitKnows ? 'unitKnows' : 'unitKnowsNot')}</li>
			</ul>
		</div>
	)
}
