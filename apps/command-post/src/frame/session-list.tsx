import { hasDuty } from '@lagebild/model/access/roles.ts'
import { LANGUAGES } from '@lagebild/ui/formats.ts'
import { MenuList } from '@lagebild/ui/menu-list.tsx'
import type { MenuEntry, MenuPart } from '@lagebild/ui/menu.tsx'
import type { Opened } from '@lagebild/ui/opener.tsx'
import { useTranslations } from 'use-intl'

import { managesAccess } from '../access/access-parts.ts'
import { seesSources } from '../sources/pages.ts'
import { goTo, setPreferences, setView } from '../state/actions.ts'
import { stepLeft } from '../state/first-steps.ts'
import { currentOperation } from '../state/follow.ts'
import { takeStep } from '../state/keep-first-steps.ts'
import { THEMES } from '../state/preferences.ts'
import { usePicture } from '../state/react.ts'
import { signOut } from '../state/session.ts'

/** Languages are named in themselves, so that somebody who cannot read the page finds theirs. */
const LANGUAGE_NAMES = { de: 'Deutsch', en: 'English' } as const

/** What somebody sets for this screen, and the pages that are not in the bar. */
export function SessionList(opened: Opened) {
	const t = useTranslations('bar')
	return <MenuList label={t('session')} placement="bottom end" parts={useParts()} {...opened} />
}

/** Access for those who manage some of it; one's own account for everybody; the first steps as long as they wait. */
function useAccessEntries(): readonly MenuEntry[] {
	const t = useTranslations()
	const session = usePicture((facts) => facts.session)
	const operation = usePicture(currentOperation)
	const step = usePicture(stepLeft)
	const manages = session.state === 'in' && operation !== undefined && managesAccess(session.grant, operation)
	const access = { id: 'zugang', label: t('access.title'), text: t('access.title'), support: t('access.menuSupport') }
	const own = { id: 'konto', label: t('ownAccount.title'), text: t('ownAccount.title'), support: t('ownAccount.menuSupport') }
	const resume = { id: 'first-steps', label: t('firstSteps.resume'), text: t('firstSteps.resume') }
	return [
		...(manages ? [{ ...access, onPress: () => goTo('zugang') }] : []),
		{ ...own, onPress: () => goTo('konto') },
		...(step === undefined ? [] : [{ ...resume, support: t('firstSteps.resumeSupport', { step }), onPress: () => takeStep(step) }]),
	]
}

/** For those who look after sources, or have to know how they are. */
function useSourcesEntry(): readonly MenuEntry[] {
	const t = useTranslations('sources')
	const sees = usePicture(({ session }) => session.state === 'in' && seesSources(session.grant.role))
	const entry = { id: 'quellen', label: t('title'), text: t('title'), support: t('menuSupport'), onPress: () => goTo('quellen') }
	return sees ? [entry] : []
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
	const keepsLists = usePicture(({ session }) => session.state === 'in' && hasDuty(session.grant.role, 'master-data'))
	const work = [...useSourcesEntry(), ...(keepsLists ? [masterData] : []), ...useAccessEntries()]
	const help = { id: 'help', label: t('help'), text: t('help'), onPress: () => setView({ help: true }) }
	const leave = { id: 'sign-out', label: t('signOut'), text: t('signOut'), support: t('signOutSupport'), onPress: () => void signOut() }
	return [
		{ id: 'work', entries: work },
		{ id: 'theme', heading: t('theme'), entries: themes },
		{ id: 'language', heading: t('language'), entries: languages },
		{ id: 'keys', entries: [keys, help] },
		{ id: 'session', entries: [leave] },
	]
}
