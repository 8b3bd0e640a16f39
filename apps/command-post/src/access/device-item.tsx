import type { DeviceView } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { useNow, usePicture } from '../state/react.ts'
import { useOperationsText } from './use-operations-text.ts'

import styles from './access.module.css'

/** A tablet that was not heard of for longer may be off, or in other hands. */
const SILENT_MS = 15 * 60_000

type Props = { readonly device: DeviceView; readonly onRevoke: (how: 'lost' | 'retired') => void }

export function DeviceItem({ device, onRevoke }: Props) {
	const t = useTranslations()
	const { name, state, organisation } = device
	const button = (how: 'lost' | 'retired') => (
		<Button
			size="row"
			look={how === 'lost' ? 'danger' : 'default'}
			label={t('access.of', { action: t(`devices.${how}`), name })}
			onPress={() => onRevoke(how)}
		>
			{t(`devices.${how}`)}
		</Button>
	)
	return (
		<li className={styles.item} data-over={state !== 'active'}>
			<span className={styles.itemHead}>
				<bdi className={styles.strong}>{name}</bdi>
				{state !== 'active' && <span className={styles.tag}>{t(`devices.state.${state}`)}</span>}
			</span>
			<span className={styles.facts}>
				<Belongs device={device} />
				{organisation !== undefined && <bdi>{organisation}</bdi>}
				<Contact device={device} />
			</span>
			{state === 'active' && (
				<span className={styles.itemActions}>
					{button('retired')}
					{button('lost')}
				</span>
			)}
		</li>
	)
}

function Belongs({ device }: Pick<Props, 'device'>) {
	const t = useTranslations('devices')
	const { language } = useFormats()
	const operations = useOperationsText()
	const unit = usePicture(({ content }) => content.things.get(device.unit))
	return <bdi>{t('for', { unit: unit ? titleOf(unit.row, language) : device.unit, operation: operations([device.operation]) })}</bdi>
}

function Contact({ device: { lastContact, state } }: Pick<Props, 'device'>) {
	const t = useTranslations('devices')
	const formats = useFormats()
	const now = useNow(10_000)
	if (lastContact === undefined) return <span>{t('noContact')}</span>
	const silent = state === 'active' && now - lastContact > SILENT_MS
	return <span className={silent ? styles.amber : undefined}>{t('lastContact', { time: formats.age(lastContact, now) })}</span>
}
