import { LANGUAGES } from '@lagebild/ui/formats.ts'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Menu } from '@lagebild/ui/menu.tsx'
import type { MenuPart } from '@lagebild/ui/menu.tsx'
import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { goTo, setPreferences, setView } from '../state/actions.ts'
import { THEMES } from '../state/preferences.ts'
import { usePicture } from '../state/react.ts'
import { signOut } from '../state/session.ts'

import styles from './bar.module.css'

/** Languages are named in themselves, so that somebody who cannot read the page finds theirs. */
const LANGUAGE_NAMES = { de: 'Deutsch', en: 'English' } as const

/** Who is signed in, and what they set for this screen. */
export function SessionMenu() {
	const t = useTranslations()
	const session = usePicture((facts) => facts.session)
	const parts = useParts()
	if (session.state !== 'in') return null
	const { name, role } = session.grant
	return (
		<Menu
			label={t('bar.session')}
			placement="bottom end"
			parts={parts}
			trigger={
				<Button className={styles.session ?? ''}>
					<span className={styles.role}>{t(`roles.${role}`)}</span> <bdi className={styles.person}>{name}</bdi>
					<HiddenText>{t('bar.session')}</HiddenText>
					<ChevronDown size={16} aria-hidden />
				</Button>
			}
		/>
	)
}

function useParts(): readonly MenuPart[] {
	const t = useTranslations('menu')
	const lists = useTranslations('masterData')
	const preferences = usePicture((facts) => facts.preferences)
	const themes = THEMES.map((theme) => ({
		id: `theme-${theme}`,
		label: t(theme),
		text: t(theme),
		chosen: preferences.theme === theme,
		onPress: () => setPreferences({ theme }),
	}))
	const languages = LANGUAGES.map((language) => ({
		id: `language-${language}`,
		label: LANGUAGE_NAMES[language],
		text: LANGUAGE_NAMES[language],
		chosen: preferences.language === language,
		onPress: () => setPreferences({ language }),
	}))
	const keys = {
		id: 'keys',
		label: t('keysOn'),
		text: t('keysOn'),
		chosen: preferences.keys,
		onPress: () => setPreferences({ keys: !preferences.keys }),
	}
	const masterData = {
		id: 'stammdaten',
		label: lists('title'),
		text: lists('title'),
		support: lists('menuSupport'),
		onPress: () => goTo('stammdaten'),
	}
	const help = { id: 'help', label: t('help'), text: t('help'), onPress: () => setView({ help: true }) }
	const leave = { id: 'sign-out', label: t('signOut'), text: t('signOut'), support: t('signOutSupport'), onPress: () => void signOut() }
	return [
		{ id: 'work', entries: [masterData] },
		{ id: 'theme', heading: t('theme'), entries: themes },
		{ id: 'language', heading: t('language'), entries: languages },
		{ id: 'keys', entries: [keys, help] },
		{ id: 'session', entries: [leave] },
	]
}
