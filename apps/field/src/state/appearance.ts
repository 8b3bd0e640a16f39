import { themeFor } from './preferences.ts'
import { store } from './store.ts'

const DARK = '(prefers-color-scheme: dark)'

/** Keeps the page's theme and language as they are set, and follows the system where nothing is set. */
export function followAppearance(): void {
	const query = matchMedia(DARK)
	const apply = () => {
		const { preferences } = store.getState()
		document.documentElement.dataset['theme'] = themeFor(preferences.theme, query.matches)
		document.documentElement.lang = preferences.language
	}
	query.addEventListener('change', apply)
	store.subscribe(apply)
	apply()
}
