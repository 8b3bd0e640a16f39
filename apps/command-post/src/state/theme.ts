import type { Preferences } from './preferences.ts'
import { store } from './store.ts'

const DARK = '(prefers-color-scheme: dark)'

export function themeFor(theme: Preferences['theme'], systemDark: boolean): 'dark' | 'light' {
	if (theme !== 'system') return theme
	return systemDark ? 'dark' : 'light'
}

export function themeOf(theme: Preferences['theme']): 'dark' | 'light' {
	return themeFor(theme, matchMedia(DARK).matches)
}

function apply(): void {
	const { preferences } = store.getState()
	document.documentElement.dataset['theme'] = themeOf(preferences.theme)
	document.documentElement.lang = preferences.language
}

/** Keeps the page's theme and language as they are set, and follows the system where nothing is set. */
export function followAppearance(): () => void {
	const query = matchMedia(DARK)
	const changed = () => store.setState({ systemDark: query.matches })
	query.addEventListener('change', changed)
	const off = store.subscribe(apply)
	apply()
	return () => {
		off()
		query.removeEventListener('change', changed)
	}
}
