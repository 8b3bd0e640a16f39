import { spokenOpta } from '@lagebild/model/opta.ts'

import type { Messages } from '../messages/de.ts'
import type { StatusWords } from '../select/status-words.ts'

const NOTATIONS = ['fms', 'overlay', 'opta'] as const
type Notation = (typeof NOTATIONS)[number]

export function isNotation(field: string): field is Notation {
	return NOTATIONS.some((one) => one === field)
}

type Words = { readonly words: Messages; readonly statusOf?: StatusWords }

/** `7 Patient aufgenommen`, `0 Notruf`, `HH FW HH 11 HLF20 01`. */
export function notationText(field: Notation, value: unknown, { words, statusOf }: Words): string {
	if (field === 'opta') return spokenOpta(String(value))
	const own = statusOf?.(field, value)
	const national: Readonly<Record<string, string>> = field === 'fms' ? words.words.fms : words.values.overlay
	return `${String(value)} ${own ?? national[field === 'fms' ? `s${String(value)}` : String(value)] ?? ''}`.trim()
}
