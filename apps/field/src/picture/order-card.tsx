import { formatPriority } from '@lagebild/model/priority.ts'
import { readIso } from '@lagebild/model/time.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Clock } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { standingOf, versionOf } from '../orders/execution.ts'
import { OrderActions } from '../orders/order-actions.tsx'
import { OrderTarget } from '../orders/order-target.tsx'
import { useFacts } from '../state/react.ts'
import { isOver, issuedAt } from './unit-picture.ts'
import type { Order } from './unit-picture.ts'

import styles from './picture.module.css'

/** One order in the order scheme; who gave it and when stands above what is to be done. */
export function OrderCard({ order }: { readonly order: Order }) {
	const t = useTranslations('orders')
	const step = useTranslations('orderStep')
	const { age } = useFormats()
	const now = useFacts((facts) => facts.now)
	const { order: text, issuer, priority } = order.fields
	const said = useFacts((facts) => facts.said)
	const standing = standingOf(order, said)
	const { state } = standing
	const version = versionOf(order)
	return (
		<article className={classes(styles.order, isOver(order) && !standing.withdrawnUnder && styles.over)}>
			<p className={styles.meta}>
				<span className={styles.state} data-state={state}>
					{t(`state.${state}`)}
					{priority && priority !== 'einfach' && `, ${formatPriority(priority)}`}
				</span>
				<span>
					{nameOf(order, t)}
					{version > 1 && `, ${step('version', { version })}`}
				</span>
				{issuer && <span>{t('by', { issuer })}</span>}
				<span>{age(issuedAt(order), now)}</span>
				<Due order={order} />
			</p>
			<h3 className={styles.text}>{text}</h3>
			<OrderTarget order={order} />
			<Details order={order} />
			<OrderActions order={order} standing={standing} />
			{(standing.waits || !isOver(order)) && <p className={styles.waits}>{standing.waits && step('waits')}</p>}
		</article>
	)
}

function nameOf({ fields: { type, number } }: Order, t: ReturnType<typeof useTranslations<'orders'>>): string {
	if (!number) return t(type === 'request' ? 'unnumberedRequest' : 'unnumbered')
	return t(type === 'request' ? 'request' : 'number', { number })
}

function Due({ order }: { readonly order: Order }) {
	const t = useTranslations('orders')
	const { time, span } = useFormats()
	const now = useFacts((facts) => facts.now)
	const due = order.fields.due ? readIso(order.fields.due) : undefined
	if (due === undefined || isOver(order)) return null
	return (
		<span className={classes(styles.due, due < now && styles.overdue)}>
			<Clock size={20} aria-hidden />
			{t('due', { time: time(due, now) })}, {due < now ? t('overdue', { span: span(now - due) }) : t('left', { span: span(due - now) })}
		</span>
	)
}

const SCHEME = ['situation', 'means', 'target', 'route', 'safety', 'supply', 'communication'] as const

/** Open where there is room for it. */
function Details({ order }: { readonly order: Order }) {
	const t = useTranslations('orders')
	const { fields } = order
	if (!SCHEME.some((name) => fields[name]) && fields.execution?.reason === undefined) return null
	return (
		<details className={styles.details} open={matchMedia('(width >= 640px)').matches}>
			<summary>{t('details')}</summary>
			<Scheme order={order} />
		</details>
	)
}

function Scheme({ order: { fields } }: { readonly order: Order }) {
	const t = useTranslations('orders')
	const reason = fields.execution?.reason
	return (
		<dl className={styles.scheme}>
			{SCHEME.map((name) => fields[name] && <SchemeLine key={name} name={t(name)} text={fields[name]} />)}
			{reason !== undefined && <SchemeLine name={t('reason')} text={reason} />}
		</dl>
	)
}

function SchemeLine({ name, text }: { readonly name: string; readonly text: string }) {
	return (
		<div className={styles.schemeLine}>
			<dt>{name}</dt>
			<dd>{text}</dd>
		</div>
	)
}
