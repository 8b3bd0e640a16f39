import { PRIORITIES } from './kinds/words.ts'

type Level = (typeof PRIORITIES)[number]

const LABELS = { einfach: 'Einfach', sofort: 'Sofort', blitz: 'Blitz' } as const

/** As it stands on the message form; a term of practice, the same in every language. */
export function formatPriority(priority: Level): string {
	return LABELS[priority]
}

/** 2 Blitz, 1 Sofort, 0 Einfach; a message without a priority is Einfach. */
export function priorityRank(priority: Level | null | undefined): number {
	return priority ? PRIORITIES.indexOf(priority) : 0
}
