import { useSyncExternalStore } from 'react'

import { themeFor } from './preferences.ts'
import { useFacts } from './react.ts'

const DARK = '(prefers-color-scheme: dark)'

function subscribe(listener: () => void): () => void {
	const query = matchMedia(DARK)
	query.addEventListener('change', listener)
	return () => query.removeEventListener('change', listener)
}

/** The theme that is shown. */
export function useTheme(): ReturnType<typeof themeFor> {
	const theme = useFacts(({ preferences }) => preferences.theme)
	const dark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches)
	return themeFor(theme, dark)
}
