/** Sichtungskategorien, severest first; `dead` is black and carries no numeral. */
const TRIAGE = ['I', 'II', 'III', 'IV', 'dead'] as const
type Triage = (typeof TRIAGE)[number]

/** What a counter calls the people of this category. */
type TriageCounter = 'injured-1' | 'injured-2' | 'injured-3' | 'injured-4' | 'dead'

type Category = {
	readonly counter: TriageCounter
	readonly de: string
	readonly en: string
}

const CATEGORIES: Readonly<Record<Triage, Category>> = {
	I: { counter: 'injured-1', de: 'SK I, rot', en: 'SK I, red' },
	II: { counter: 'injured-2', de: 'SK II, gelb', en: 'SK II, yellow' },
	III: { counter: 'injured-3', de: 'SK III, grün', en: 'SK III, green' },
	IV: { counter: 'injured-4', de: 'SK IV, blau', en: 'SK IV, blue' },
	dead: {
		counter: 'dead',
		de: 'Tote, schwarz',
		en: 'Dead, black',
	},
}

/** `SK II, gelb` */
export function formatTriage(triage: Triage, language: 'de' | 'en'): string {
	return CATEGORIES[triage][language]
}

export function triageOfCounter(what: string): Triage | undefined {
	return TRIAGE.find((triage) => CATEGORIES[triage].counter === what)
}
