import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { LANGUAGES } from '@lagebild/ui/formats.ts'
import { useTranslations } from 'use-intl'

import { FactsList } from '../picture/facts-list.tsx'
import { ShareChoice } from '../position/share-choice.tsx'
import { enrolAgain } from '../state/door.ts'
import { sound } from '../state/loud.ts'
import { THEMES } from '../state/preferences.ts'
import { useFacts } from '../state/react.ts'
import { setPreferences } from '../state/store.ts'
import { Choice } from './choice.tsx'
import { RateChoice } from './rate-choice.tsx'

import styles from '../picture/picture.module.css'

/** Languages are named in themselves, so that somebody who cannot read the page finds theirs. */
const LANGUAGE_NAMES = { de: 'Deutsch', en: 'English' } as const

/** What this device is bound to, who bound it and when; and how it looks. */
export function DevicePanel({ device }: { readonly device: EnrolledDevice }) {
	const t = useTranslations('device')
	const rate = useTranslations('rate')
	const { time } = useFormats()
	const operation = useFacts((facts) => facts.operation)
	const callsign = useFacts(({ picture }) => picture.unit?.fields.callsign)
	const now = useFacts((facts) => facts.now)
	const { language, theme } = useFacts(({ preferences }) => preferences)
	return (
		<>
			<section className={styles.panel} aria-label={t('title')}>
				<h2>{t('title')}</h2>
				<FactsList
					lines={[
						{ name: t('name'), value: device.name },
						{ name: t('unit'), value: callsign ?? device.unit },
						{ name: t('operation'), value: operation?.name ?? device.operation },
						{ name: t('enrolled'), value: t('enrolledBy', { time: time(device.enrolled, now), name: device.enrolledBy }) },
						{ name: t('id'), value: device.id },
					]}
				/>
			</section>
			<section className={styles.panel} aria-label={t('share')}>
				<ShareChoice />
			</section>
			<section className={styles.panel} aria-label={rate('title')}>
				<RateChoice />
			</section>
			<SoundChoice />
			<section className={styles.panel} aria-label={t('theme')}>
				<Choice
					label={t('theme')}
					options={THEMES.map((id) => ({ id, label: t(`themes.${id}`) }))}
					chosen={theme}
					onChange={(chosen) => setPreferences({ theme: chosen })}
				/>
				<Choice
					label={t('language')}
					options={LANGUAGES.map((id) => ({ id, label: LANGUAGE_NAMES[id] }))}
					chosen={language}
					onChange={(chosen) => setPreferences({ language: chosen })}
				/>
			</section>
			<Button className={styles.again} onPress={enrolAgain}>
				{t('again')}
			</Button>
		</>
	)
}

function SoundChoice() {
	const t = useTranslations('device')
	const sounds = useFacts(({ preferences }) => preferences.sound)
	return (
		<section className={styles.panel} aria-label={t('sound')}>
			<Choice
				label={t('sound')}
				options={[
					{ id: 'on', label: t('sounds.on') },
					{ id: 'off', label: t('sounds.off') },
				]}
				chosen={sounds ? 'on' : 'off'}
				onChange={(chosen) => setPreferences({ sound: chosen === 'on' })}
			/>
			<Button className={styles.again} onPress={() => void sound()}>
				{t('trySound')}
			</Button>
		</section>
	)
}
