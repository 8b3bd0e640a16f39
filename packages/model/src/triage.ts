import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

/** Sichtungskategorien, severest first; `dead` is black and carries no numeral. */
export const TRIAGE = ['I', 'II', 'III', 'IV', 'dead'] as const
export type Triage = (typeof TRIAGE)[number]

/** What a counter calls the people of this category. */
type TriageCounter = 'injured-1' | 'injured-2' | 'injured-3' | 'injured-4' | 'dead'

type Category = {
	readonly counter: TriageCounter
	readonly de: string
	readonly en: string
	/** Written forms beside the numeral, in small letters. */
	readonly also: readonly string[]
}

const CATEGORIES: Readonly<Record<Triage, Category>> = {
	I: { counter: 'injured-1', de: 'SK I, rot', en: 'SK I, red', also: ['1', 'rot', 'red'] },
	II: { counter: 'injured-2', de: 'SK II, gelb', en: 'SK II, yellow', also: ['2', 'gelb', 'yellow'] },
	III: { counter: 'injured-3', de: 'SK III, grün', en: 'SK III, green', also: ['3', 'grün', 'green'] },
	IV: { counter: 'injured-4', de: 'SK IV, blau', en: 'SK IV, blue', also: ['4', 'blau', 'blue'] },
	dead: {
		counter: 'dead',
		de: 'Tote, schwarz',
		en: 'Dead, black',
		also: ['ex', 'tot', 'tote', 'schwarz', 'dead', 'black'],
	},
}

/** `SK II, gelb` */
export function formatTriage(triage: Triage, language: 'de' | 'en'): string {
	return CATEGORIES[triage][language]
}

export function triageOfCounter(what: string): Triage | undefined {
	return TRIAGE.find((triage) => CATEGORIES[triage].counter === what)
}

/** Reads `SK II`, `II`, `2`, `gelb`, `yellow`, `SK II, gelb` and `EX`; numeral and colour must agree. */
export function readTriage(text: string): Reading<Triage, 'unknown' | 'differ'> {
	const words = text
		.normalize('NFC')
		.toLowerCase()
		.split(/[\s,()]+/)
		.filter((word) => word !== '' && word !== 'sk')
	const said = words.map((word) => TRIAGE.find((triage) => triage.toLowerCase() === word || CATEGORIES[triage].also.includes(word)))
	const [first] = said
	if (first === undefined || said.includes(undefined))
		return misread('unknown', '"{text}" is none of SK I red, II yellow, III green, IV blue, EX black', { text: quoted(text) })
	return said.every((one) => one === first)
		? ok(first)
		: misread('differ', '"{text}" names two different categories', { text: quoted(text) })
}
