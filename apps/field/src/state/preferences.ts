import { LANGUAGES } from '@lagebild/ui/formats.ts'
import type { Language } from '@lagebild/ui/formats.ts'

import { RATES } from '../picture/want.ts'
import type { Rate } from '../picture/want.ts'

/** `sun`: black on white for daylight and rain. `night`: red alone, so that eyes stay used to the dark. */
export const THEMES = ['system', 'dark', 'light', 'sun', 'night'] as const
type Theme = (typeof THEMES)[number]

/** What the crew has set on this device. It never leaves the browser. */
export type Preferences = {
	readonly language: Language
	readonly theme: Theme
	/** The place of this device is told while the page is visible. */
	readonly share: boolean
	/** A new order sounds. */
	readonly sound: boolean
	readonly rate: Rate
}

export function themeFor(theme: Theme, systemDark: boolean): Exclude<Theme, 'system'> {
	if (theme !== 'system') return theme
	return systemDark ? 'dark' : 'light'
}

const KEY = 'lagebild.field.preferences'

export function defaultPreferences(languages: readonly string[]): Preferences {
	const german = languages.length === 0 || languages.some((language) => language.toLowerCase().startsWith('de'))
	return { language: german ? 'de' : 'en', theme: 'system', share: false, sound: true, rate: 'normal' }
}

/** Reads what was stored; every value that is not one of ours falls back. */
export function readPreferences(text: string | null, fallback: Preferences): Preferences {
	const { language, theme, share, sound, rate } = parsed(text)
	return {
		language: LANGUAGES.find((one) => one === language) ?? fallback.language,
		theme: THEMES.find((one) => one === theme) ?? fallback.theme,
		share: typeof share === 'boolean' ? share : fallback.share,
		sound: typeof sound === 'boolean' ? sound : fallback.sound,
		rate: RATES.find((one) => one === rate) ?? fallback.rate,
	}
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text ?? '{}')
		return typeof value === 'object' && value !== null ? { ...value } : {}
	} catch {
		return {}
	}
}

export function loadPreferences(): Preferences {
	return readPreferences(localStorage.getItem(KEY), defaultPreferences(navigator.languages))
}

export function savePreferences(preferences: Preferences): void {
	localStorage.setItem(KEY, JSON.stringify(preferences))
}
