import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import { DevicePanel } from '../device/device-panel.tsx'
import { OrdersPanel } from '../picture/orders-panel.tsx'
import { UnitPanel } from '../picture/unit-panel.tsx'
import { isFrozen } from '../state/link.ts'
import { useFacts } from '../state/react.ts'
import { Head } from './head.tsx'
import { Strip } from './strip.tsx'
import { TabBar } from './tab-bar.tsx'
import { UpdateNotice } from './update-notice.tsx'

import styles from './frame.module.css'

/** Scrolls by keys also when nothing in it takes the focus. */
const STOP = { tabIndex: 0 } as const

/** Head, state of the link, one view, and the tabs under the thumb: the frame never moves. */
export function Workplace({ device }: { readonly device: EnrolledDevice }) {
	const t = useTranslations()
	const tab = useFacts((facts) => facts.tab)
	const frozen = useFacts(({ link, now }) => isFrozen(link, now))
	return (
		<div className={styles.workplace}>
			<Head device={device} />
			<Strip />
			{frozen && <FrozenStripe text={t('link.frozen')} />}
			<LinkTrouble />
			<UpdateNotice />
			<main className={styles.view} aria-label={t(tab === 'orders' ? 'orders.title' : 'device.title')} {...STOP}>
				{tab === 'orders' ? (
					<>
						<OrdersPanel />
						<UnitPanel unit={device.unit} />
					</>
				) : (
					<DevicePanel device={device} />
				)}
			</main>
			<TabBar />
		</div>
	)
}

/** What a person has to do something about; the age alone is the strip's affair. */
function LinkTrouble() {
	const t = useTranslations('link')
	const refusal = useFacts(({ link }) => link.refusal?.why)
	const differs = useFacts(({ link }) => link.verified === 'no')
	const text = refusal === undefined ? differs && t('unverified') : t(TROUBLE[refusal] ?? 'closedOperation')
	return text ? <output className={styles.trouble}>{text}</output> : null
}

const TROUBLE: Readonly<Record<string, 'refused' | 'tooOld'>> = { unauthenticated: 'refused', 'client-too-old': 'tooOld' }
