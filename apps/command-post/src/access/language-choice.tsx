import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { setPreferences } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

/** Named in themselves, for who cannot read the page. */
const OPTIONS = [
	{ id: 'de', label: 'Deutsch' },
	{ id: 'en', label: 'English' },
] as const

export function LanguageChoice() {
	const t = useTranslations('signIn')
	const language = usePicture(({ preferences }) => preferences.language)
	return <Segmented label={t('language')} options={OPTIONS} chosen={language} onChange={(chosen) => setPreferences({ language: chosen })} />
}
