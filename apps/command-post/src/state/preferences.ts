import { LANGUAGES } from '@lagebild/ui/formats.ts'
import type { Language } from '@lagebild/ui/formats.ts'

export const THEMES = ['system', 'dark', 'light'] as const

/** What a person has set on this device. It never leaves the browser. */
export type Preferences = {
	readonly language: Language
	/** `system`: as the operating system says. */
	readonly theme: (typeof THEMES)[number]
	readonly symbolSize: number
	/** Single keys as shortcuts (WCAG 2.1.4). */
	readonly keys: boolean
	/** A tone at each new alarm. */
	readonly alarmSound: boolean
	readonly basemap?: string
	/** UTM grid over the map; absent: over the emergency map alone. */
	readonly grid?: boolean
	/** Overlays that are switched on, or off, otherwise than the configuration has them. */
	readonly overlays?: Readonly<Record<string, boolean>>
	readonly operation?: string
}

const KEY = 'lagebild.preferences'
export const SYMBOL_SIZES = { min: 24, max: 64, usual: 26 } as const

export function defaultPreferences(languages: readonly string[]): Preferences {
	const german = languages.length === 0 || languages.some((language) => language.toLowerCase().startsWith('de'))
	return { language: german ? 'de' : 'en', theme: 'system', symbolSize: SYMBOL_SIZES.usual, keys: true, alarmSound: false }
}

/** Reads what was stored; every value that is not one of ours falls back. */
export function readPreferences(text: string | null, fallback: Preferences): Preferences {
	const { language, theme, symbolSize, keys, alarmSound, operation, ...map } = parsed(text)
	return {
		language: LANGUAGES.find((one) => one === language) ?? fallback.language,
		theme: THEMES.find((one) => one === theme) ?? fallback.theme,
		symbolSize: isSymbolSize(symbolSize) ? symbolSize : fallback.symbolSize,
		keys: typeof keys === 'boolean' ? keys : fallback.keys,
		alarmSound: typeof alarmSound === 'boolean' ? alarmSound : fallback.alarmSound,
		...groundOf(map),
		...(typeof operation === 'string' ? { operation } : {}),
	}
}

function groundOf({ basemap, grid, overlays }: Readonly<Record<string, unknown>>): Pick<Preferences, 'basemap' | 'grid' | 'overlays'> {
	return {
		...(typeof basemap === 'string' ? { basemap } : {}),
		...(typeof grid === 'boolean' ? { grid } : {}),
		...(typeof overlays === 'object' && overlays !== null ? { overlays: switchesOf(overlays) } : {}),
	}
}

function switchesOf(value: object): Readonly<Record<string, boolean>> {
	return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'))
}

function isSymbolSize(value: unknown): value is number {
	return typeof value === 'number' && value >= SYMBOL_SIZES.min && value <= SYMBOL_SIZES.max
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
