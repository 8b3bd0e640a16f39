import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Megaphone, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { OPEN_DRAFT, writeDraft } from '../device/drafts.ts'
import { OrderTarget } from '../orders/order-target.tsx'
import type { Order } from '../picture/unit-picture.ts'
import { dropOpenDraft, hasOpenDraft } from '../report/open-draft.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'
import { draftAbout } from './report-about.ts'
import { statedAt, useAway } from './use-thing.ts'
import type { Thing } from './use-thing.ts'

import styles from './map.module.css'

type Props = { readonly thing: Thing; readonly onClose: () => void }

/** What one thing is, how it stands and since when, and a report about it in one press. */
export function ThingCard({ thing, onClose }: Props) {
	const t = useTranslations('map')
	const { stand } = useFormats()
	const now = useFacts((facts) => facts.now)
	const away = useAway()
	const { row, item, name, state, measured } = thing
	const distance = away(item.position)
	return (
		<article className={styles.card} aria-label={name}>
			<header className={styles.cardHead}>
				<h2>{name}</h2>
				<Button look="quiet" className={styles.close} label={t('close')} onPress={onClose}>
					<X size={28} aria-hidden />
				</Button>
			</header>
			{state !== '' && <p className={styles.state}>{state}</p>}
			<p className={styles.meta}>
				<span>{stand(statedAt(row), now)}</span>
				{measured?.position && <span>{t('placeOf', { age: stand(measured.at, now) })}</span>}
				{distance !== undefined && <span>{distance}</span>}
			</p>
			<ReportButton thing={thing} />
		</article>
	)
}

/** A report that was begun is not thrown away by a tap on the map. */
function ReportButton({ thing: { row, name, item } }: { readonly thing: Thing }) {
	const t = useTranslations('map')
	const [asking, setAsking] = useState(false)
	const begin = async (): Promise<void> => {
		if (!asking && (await hasOpenDraft())) return setAsking(true)
		await dropOpenDraft()
		await writeDraft(OPEN_DRAFT, draftAbout(row, name, item.position)).catch(() => undefined)
		store.setState({ tab: 'report' })
	}
	return (
		<>
			{asking && <p role="alert">{t('draftThere')}</p>}
			<div className={styles.buttons}>
				<Button look="primary" className={styles.button} onPress={() => void begin()}>
					<Megaphone size={28} aria-hidden />
					{t(asking ? 'replaceDraft' : 'reportAbout')}
				</Button>
				{asking && (
					<Button className={styles.button} onPress={() => store.setState({ tab: 'report' })}>
						{t('openDraft')}
					</Button>
				)}
			</div>
		</>
	)
}

/** What is to be done next, how far it is, and the way there. */
export function OrderSheet({ order, onClose }: { readonly order: Order; readonly onClose: (() => void) | undefined }) {
	const t = useTranslations('orders')
	const map = useTranslations('map')
	const { number, order: text } = order.fields
	return (
		<article className={styles.card} aria-label={t('title')}>
			<header className={styles.cardHead}>
				<h2>
					<span className={styles.number}>{number ? t('number', { number }) : t('unnumbered')}</span> {text}
				</h2>
				{onClose && (
					<Button look="quiet" className={styles.close} label={map('close')} onPress={onClose}>
						<X size={28} aria-hidden />
					</Button>
				)}
			</header>
			<OrderTarget order={order} />
			<div className={styles.buttons}>
				<Button look="primary" className={styles.button} onPress={() => store.setState({ tab: 'orders' })}>
					{map('openOrder')}
				</Button>
				<Button className={styles.button} onPress={() => store.setState({ tab: 'report' })}>
					<Megaphone size={28} aria-hidden />
					{map('report')}
				</Button>
			</div>
		</article>
	)
}
