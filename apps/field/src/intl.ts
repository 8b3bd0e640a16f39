import type { Language } from '@lagebild/ui/formats.ts'

import type { Messages } from './messages/de.ts'

declare module 'use-intl' {
	interface AppConfig {
		Messages: Messages
		Locale: Language
	}
}

/** A crew reads one language: the other one comes when somebody chooses it. */
export const MESSAGES: Readonly<Record<Language, () => Promise<Messages>>> = {
	de: async () => (await import('./messages/de.ts')).de,
	en: async () => (await import('./messages/en.ts')).en,
}
