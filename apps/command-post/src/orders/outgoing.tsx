import { EntityId } from '@lagebild/model/ids.ts'
import { Send } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { isObject } from '../api/outline.ts'
import { usePicture } from '../state/react.ts'

import styles from './orders.module.css'

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'sent', 'held', 'refused'])

function textIn(payload: unknown, field: string): string {
	return isObject(payload) && typeof payload[field] === 'string' ? payload[field] : ''
}

/** Orders that were written here and that no hub has: they stand in no picture yet. */
export function Outgoing() {
	const t = useTranslations()
	const said = usePicture((facts) => facts.said)
	const things = usePicture(({ content }) => content.things)
	const own = said.filter(({ event, state }) => {
		const id = EntityId.safeParse(event.entity)
		return event.kind === 'task' && event.op === 'upsert' && UNDER_WAY.has(state) && id.success && !things.has(id.data)
	})
	if (own.length === 0) return null
	return (
		<section className={styles.outgoing} aria-label={t('orders.outgoing')}>
			<h3>
				<Send size={14} aria-hidden />
				{t('orders.outgoing')}
			</h3>
			<ul>
				{own.map(({ event, state }) => (
					<li key={event.id}>
						<bdi>{textIn(event['payload'], 'number')}</bdi>
						<bdi className={styles.strong}>{textIn(event['payload'], 'unit')}</bdi>
						<bdi>{textIn(event['payload'], 'order')}</bdi>
						<span className={styles.tag}>{t(`sayings.state.${state}`)}</span>
					</li>
				))}
			</ul>
		</section>
	)
}
