import type * as z from 'zod'

import { Priority } from './kinds/words.ts'
import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

type Level = z.infer<typeof Priority>

const LABELS = {
	einfach: { de: 'Einfach', en: 'Einfach (routine)' },
	sofort: { de: 'Sofort', en: 'Sofort (immediate)' },
	blitz: { de: 'Blitz', en: 'Blitz (flash)' },
} as const

/** As it stands on the message form; English adds what it means. */
export function formatPriority(priority: Level, language: 'de' | 'en'): string {
	return LABELS[priority][language]
}

/** 2 Blitz, 1 Sofort, 0 Einfach; a message without a priority is Einfach. */
export function priorityRank(priority: Level | null | undefined): number {
	return priority ? Priority.options.indexOf(priority) : 0
}

/** Reads the three words of the form in any case and as this program writes them. Letters and numbers are not documented and are refused. */
export function readPriority(text: string): Reading<Level, 'unknown'> {
	const word = text.trim().toLowerCase()
	const level = Priority.options.find((one) => one === word || LABELS[one].en.toLowerCase() === word)
	return level ? ok(level) : misread('unknown', '"{text}" is none of Einfach, Sofort, Blitz', { text: quoted(text) })
}
