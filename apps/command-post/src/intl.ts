import type { Language } from '@lagebild/ui/formats.ts'
import type { useTranslations } from 'use-intl'

import type { firstDe } from './messages/de-first.ts'
import type { Messages } from './messages/de.ts'

declare module 'use-intl' {
	interface AppConfig {
		Messages: Messages
		Locale: Language
	}
}

type First = typeof firstDe
/** What of a language has come: what the first view says, or everything. */
type Catalogue = First | Messages

const FIRST: Readonly<Record<Language, () => Promise<First>>> = {
	de: async () => (await import('./messages/de-first.ts')).firstDe,
	en: async () => (await import('./messages/en-first.ts')).firstEn,
}
const ALL: Readonly<Record<Language, () => Promise<Messages>>> = {
	de: async () => (await import('./messages/de.ts')).de,
	en: async () => (await import('./messages/en.ts')).en,
}
const loaded = new Map<Language, Catalogue>()
const listeners = new Set<() => void>()
/** Something beyond the first view was opened: from then on a language is wanted whole. */
let wantsAll = false

function isWhole(catalogue: Catalogue | undefined): boolean {
	return catalogue !== undefined && 'detail' in catalogue
}

/** The texts of a language that are needed by now; those that somebody reads alone are fetched. */
export async function loadMessages(language: Language): Promise<void> {
	if (isWhole(loaded.get(language)) || (loaded.has(language) && !wantsAll)) return
	const come = await (wantsAll ? ALL : FIRST)[language]()
	if (isWhole(loaded.get(language))) return
	loaded.set(language, come)
	for (const listener of listeners) listener()
}

/** For what is not in the first view: resolves when every text of it is there. */
export async function loadEveryText(language: Language): Promise<void> {
	wantsAll = true
	await loadMessages(language)
}

export function loadedMessages(language: Language): Catalogue | undefined {
	return loaded.get(language)
}

export function onMessages(listener: () => void): () => void {
	listeners.add(listener)
	return () => listeners.delete(listener)
}

/** Translator over the whole catalogue, for pure functions that make texts. */
export type Text = ReturnType<typeof useTranslations<never>>
