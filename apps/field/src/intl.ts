import type { Language } from '@lagebild/ui/formats.ts'

import { de } from './messages/de.ts'
import type { Messages } from './messages/de.ts'
import { en } from './messages/en.ts'

declare module 'use-intl' {
	interface AppConfig {
		Messages: Messages
		Locale: Language
	}
}

export const MESSAGES: Readonly<Record<Language, Messages>> = { de, en }
