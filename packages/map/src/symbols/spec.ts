import type { Organisation } from '@lagebild/model/kinds/words.ts'

/** Components of a tactical sign, edition 2024, by the names of taktische-zeichen-core. Unknown names are left out, never guessed. */
export type SignSpec = {
	readonly grundzeichen: string
	readonly organisation?: Organisation | undefined
	readonly fachaufgabe?: string | undefined
	readonly einheit?: string | undefined
	readonly verwaltungsstufe?: string | undefined
	readonly symbol?: string | undefined
	/** Written inside the sign; at most a few characters stay readable. */
	readonly text?: string | undefined
}

/** Named in every legend: two editions of the recommendation mean opposite things by the same triangle. */
export const SIGN_EDITION = '2024'

/** Equal specifications have equal keys. */
export function signKey({ grundzeichen, organisation, fachaufgabe, einheit, verwaltungsstufe, symbol, text }: SignSpec): string {
	return [grundzeichen, organisation, fachaufgabe, einheit, verwaltungsstufe, symbol, text].join('|')
}
