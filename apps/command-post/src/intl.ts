import type { Language } from '@lagebild/ui/formats.ts'
import type { useTranslations } from 'use-intl'

import type { Messages } from './messages/de.ts'

declare module 'use-intl' {
	interface AppConfig {
		Messages: Messages
		Locale: Language
	}
}

const LOADERS: Readonly<Record<Language, () => Promise<Messages>>> = {
	de: async () => (await import('./messages/de.ts')).de,
	en: async () => (await import('./messages/en.ts')).en,
}
const loaded = new Map<Language, Messages>()

/** The texts of a language; only those that somebody reads are fetched. */
export async function loadMessages(language: Language): Promise<Messages> {
	const messages = loaded.get(language) ?? (await LOADERS[language]())
	loaded.set(language, messages)
	return messages
}

export function loadedMessages(language: Language): Messages | undefined {
	return loaded.get(language)
}

/** Translator over the whole catalogue, for pure functions that make texts. */
export type Text = ReturnType<typeof useTranslations<never>>
