import { Severity } from '@lagebild/model/kinds/words.ts'

export const SEVERITY = Severity.options
export const URGENCY = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const CERTAINTY = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const
export const MESSAGE_TYPE = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const

/** The standard's word for what was sent, whatever its case; undefined when it is none of them. */
export function wordOf<T extends string>(words: readonly T[], text: string | undefined): T | undefined {
	const sent = text?.trim().toLowerCase()
	return words.find((word) => word.toLowerCase() === sent)
}

/** Certainty, with "Very Likely" of CAP 1.0 as the Likely that CAP 1.1 replaced it by. */
export function certaintyOf(text: string | undefined): (typeof CERTAINTY)[number] {
	return wordOf(CERTAINTY, text?.replace(/^very likely$/i, 'Likely')) ?? 'Unknown'
}

/** The word that stands first in the standard's order: lists go from the most to the least alarming, with Unknown last. */
export function foremost<T extends string>(words: readonly T[], said: readonly T[]): T | undefined {
	return words.find((word) => said.includes(word))
}
