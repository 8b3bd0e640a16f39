import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Role } from '@lagebild/model/label.ts'

export const SOURCE_PAGES = ['quellen', 'zurueckgewiesen', 'zuordnung'] as const
export type SourcePage = (typeof SOURCE_PAGES)[number]

/** Who may look into sources at all; what of each one, the hub says with it. */
export function seesSources(role: Role): boolean {
	return role === 'integrator' || hasDuty(role, 'rejects') || hasDuty(role, 'feeds')
}

/** Whose work sources are. */
export function runsSources(role: Role): boolean {
	return role === 'integrator' || hasDuty(role, 'feeds')
}

/** Pages of the route that are parts of this one. */
export function isOfSources(page: string): page is SourcePage {
	return SOURCE_PAGES.some((one) => one === page)
}
