import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { BatteryMedium, LocateFixed, LocateOff } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'

import styles from './position.module.css'

const LOW = 0.2

/** Whether the place of this device is told, how good it is, and how long the battery lasts. The words behind it are under Gerät. */
export function GpsChip() {
	const t = useTranslations('gps')
	const text = useGpsText()
	const fixed = useFacts(({ gps }) => gps.state === 'fixed')
	return (
		<button type="button" className={styles.chip} aria-label={`${t('label')}: ${text}`} onClick={() => store.setState({ tab: 'device' })}>
			{fixed ? <LocateFixed size={20} aria-hidden /> : <LocateOff size={20} aria-hidden />}
			<span className={styles.text}>{text}</span>
			<BatteryText />
		</button>
	)
}

export function useGpsText(): string {
	const t = useTranslations('gps')
	const { figure } = useFormats()
	const gps = useFacts((facts) => facts.gps)
	if (gps.state !== 'fixed') return t(gps.state)
	if (gps.jumped) return t('jumped')
	return `${t('good', { metres: figure(gps.fix.accuracy) })}, ${t(gps.isShared ? 'shared' : 'notShared')}`
}

function BatteryText() {
	const t = useTranslations('gps')
	const battery = useFacts((facts) => facts.battery)
	if (!battery) return null
	const percent = Math.round(battery.level * 100)
	const isLow = battery.level < LOW && !battery.charging
	return (
		<span className={styles.battery}>
			<BatteryMedium size={20} aria-hidden />
			{t(isLow ? 'batteryLow' : 'battery', { percent })}
		</span>
	)
}
