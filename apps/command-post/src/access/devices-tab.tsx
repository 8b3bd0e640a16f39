import type { DeviceView } from '@lagebild/model/access/http.ts'
import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { TabletSmartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { devices, revokeDevice } from './api.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { DeviceItem } from './device-item.tsx'
import { EnrolDialog } from './enrol-dialog.tsx'
import { Listing, Section } from './listing.tsx'
import type { TabProps } from './people-tab.tsx'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

const RENEW_MS = 5_000

type Revoking = { readonly device: DeviceView; readonly how: 'lost' | 'retired' }

/** Tablets: who has one, when it was last heard of, and how it is cut off. */
export function DevicesTab({ grant, operation }: TabProps) {
	const t = useTranslations('devices')
	const remote = useRemote(devices, RENEW_MS)
	const [enrolling, setEnrolling] = useState(false)
	const [gone, setGone] = useState(false)
	const [revoking, setRevoking] = useState<Revoking>()
	const may = hasDutyIn(grant, 'devices', operation) && operation.state === 'open'
	const revoked = () => {
		setRevoking(undefined)
		void remote.reload()
	}
	const enrolled = () => {
		setEnrolling(false)
		void remote.reload()
	}
	const action = may && (
		<Button look="primary" onPress={() => setEnrolling(true)}>
			<TabletSmartphone size={16} aria-hidden />
			{t('enrol')}
		</Button>
	)
	return (
		<Section title={t('title')} action={action}>
			<Listing remote={remote} empty={<Notice title={t('none')}>{t('noneText')}</Notice>}>
				{(items) => (
					<>
						<ul className={styles.list}>
							{items
								.filter(({ state }) => gone || state === 'active')
								.map((device) => (
									<DeviceItem key={device.id} device={device} onRevoke={(how) => setRevoking({ device, how })} />
								))}
						</ul>
						{items.some(({ state }) => state !== 'active') && (
							<Checkbox checked={gone} onChange={setGone}>
								{t('showGone')}
							</Checkbox>
						)}
					</>
				)}
			</Listing>
			<EnrolDialog open={enrolling} operation={operation} grant={grant} onClose={enrolled} />
			<Revoke revoking={revoking} onClose={() => setRevoking(undefined)} onDone={revoked} />
		</Section>
	)
}

const TEXTS = {
	lost: { title: 'lostTitle', text: 'lostText', submit: 'lostSubmit' },
	retired: { title: 'retiredTitle', text: 'retiredText', submit: 'retiredSubmit' },
} as const

function Revoke({ revoking, onClose, onDone }: { revoking: Revoking | undefined; onClose: () => void; onDone: () => void }) {
	const t = useTranslations('devices')
	const wish = revoking && {
		title: t(TEXTS[revoking.how].title, { name: revoking.device.name }),
		text: t(TEXTS[revoking.how].text),
		submit: t(TEXTS[revoking.how].submit),
		typed: revoking.device.name,
		work: () => revokeDevice(revoking.device.id, revoking.how),
	}
	return <ConfirmDialog wish={wish} onClose={onClose} onDone={onDone} />
}
