import type { Organisation } from '@lagebild/model/kinds/words.ts'
import { useTranslations } from 'use-intl'

import { LayerIcon } from '../frame/layer-icon.tsx'
import { ORGANISATIONS } from '../select/organisations.ts'
import { sharesOf, WITHOUT } from './filter.ts'
import type { OrderFilter, PlacedOrder, Share } from './filter.ts'

import list from '../forces/forces.module.css'
import styles from './orders.module.css'

type Props = {
	readonly orders: readonly PlacedOrder[]
	readonly filter: OrderFilter
	readonly onChange: (next: Partial<OrderFilter>) => void
}

function isOrganisation(name: string): name is Organisation {
	return ORGANISATIONS.some((one) => one === name)
}

/** Sections and organisations with their open orders; each narrows the table. */
export function Shares({ orders, filter, onChange }: Props) {
	const t = useTranslations('orders')
	const words = useTranslations('words.organisation')
	const sections = sharesOf(orders, ({ section }) => [section ?? WITHOUT])
	const organisations = sharesOf(orders, (order) => order.organisations)
	return (
		<>
			<h2 className={list.listHead}>{t('bySection')}</h2>
			<ul>
				{sections.map((share) => (
					<Line
						key={share.key}
						share={share}
						name={share.key === WITHOUT ? t('withoutSection') : share.key}
						chosen={filter.section === share.key}
						onPress={() => onChange({ section: filter.section === share.key ? undefined : share.key })}
					/>
				))}
			</ul>
			{sections.length === 0 && <p className={styles.empty}>{t('none')}</p>}
			{organisations.length > 0 && <h2 className={list.listHead}>{t('byOrganisation')}</h2>}
			<ul>
				{organisations.map((share) => (
					<Line
						key={share.key}
						share={share}
						icon={isOrganisation(share.key) ? share.key : undefined}
						name={isOrganisation(share.key) ? words(share.key) : t('unknownOrganisation')}
						chosen={filter.organisation === share.key}
						onPress={() => onChange({ organisation: filter.organisation === share.key ? undefined : share.key })}
					/>
				))}
			</ul>
		</>
	)
}

type LineProps = {
	readonly share: Share
	readonly name: string
	readonly icon?: Organisation | undefined
	readonly chosen: boolean
	readonly onPress: () => void
}

function Line({ share, name, icon, chosen, onPress }: LineProps) {
	const t = useTranslations('orders')
	return (
		<li>
			<button type="button" className={list.line} aria-pressed={chosen} onClick={onPress}>
				<span className={list.organisation}>
					{icon && <LayerIcon layer={`force-${icon}`} />}
					<bdi className={list.name}>{name}</bdi>
				</span>
				<span>{t('openCount', { count: share.open })}</span>
				{share.overdue > 0 && <span className={styles.shareOverdue}>{t('overdueCount', { count: share.overdue })}</span>}
			</button>
		</li>
	)
}
