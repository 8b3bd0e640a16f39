import { BellRing, ChevronRight } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'
import { standingOf } from './execution.ts'

import styles from './orders.module.css'

/** Over every view, until somebody has read it. */
export function NewOrderBanner() {
	const t = useTranslations('orderStep')
	const orders = useFacts(({ picture }) => picture.orders)
	const said = useFacts((facts) => facts.said)
	const tab = useFacts((facts) => facts.tab)
	const unread = orders.find((order) => {
		const { state, withdrawnUnder } = standingOf(order, said)
		return state === 'new' || withdrawnUnder
	})
	if (!unread || tab === 'orders') return null
	const { number, order } = unread.fields
	const title = standingOf(unread, said).withdrawnUnder ? t('underTitle') : number ? t('newNumber', { number }) : t('new')
	return (
		<button type="button" className={styles.banner} onClick={() => store.setState({ tab: 'orders' })}>
			<BellRing size={28} aria-hidden />
			<span className={styles.bannerText} role="alert">
				{title}: {order}
			</span>
			<span className={styles.bannerMore}>{t('show')}</span>
			<ChevronRight size={28} aria-hidden />
		</button>
	)
}
