import type { ClientState } from '@lagebild/client/client.ts'
import { freshness } from '@lagebild/client/freshness.ts'
import type { LinkView } from '@lagebild/ui/connection-chip.tsx'

/** The link to everything that is shown, worst first. */
export type LinkFacts = Pick<ClientState, 'session' | 'refusal' | 'asOf' | 'verified' | 'stored'>

export const NO_LINK: LinkFacts = { session: 'connecting', verified: 'unknown', stored: false }

const WORST_FIRST = ['refused', 'closed', 'offline', 'connecting', 'loading', 'live'] as const satisfies readonly LinkFacts['session'][]

/** A picture made of several operations is as old as its oldest part. */
export function worstLink(links: readonly LinkFacts[]): LinkFacts {
	const session = WORST_FIRST.find((state) => links.some((link) => link.session === state)) ?? 'connecting'
	const refusal = links.find((link) => link.refusal)?.refusal
	const known = links.map(({ asOf }) => asOf).filter((at) => at !== undefined)
	return {
		session,
		...(refusal && { refusal }),
		...(known.length > 0 && known.length === links.length && { asOf: Math.min(...known) }),
		verified: links.some(({ verified }) => verified === 'no')
			? 'no'
			: links.every(({ verified }) => verified === 'yes')
				? 'yes'
				: 'unknown',
		stored: links.some(({ stored }) => stored),
	}
}

/** What the chip says, by rule C1: the age decides and nothing else; a load in progress is named while it lasts. */
export function linkView({ asOf, session }: LinkFacts, now: number, clock: (at: number) => string): LinkView {
	if (asOf === undefined) return session === 'offline' || session === 'refused' ? { state: 'lost', seconds: 0 } : { state: 'connecting' }
	if (session === 'loading') return { state: 'catching-up' }
	const { level, seconds } = freshness({ asOf, hubNow: now })
	return level === 'live' || level === 'ago' ? { state: level, seconds } : { state: level, seconds, stand: clock(asOf) }
}

/** What is shown no longer follows the world. */
export function isFrozen({ asOf, session }: LinkFacts, now: number): boolean {
	return asOf === undefined ? session === 'offline' || session === 'refused' : freshness({ asOf, hubNow: now }).level === 'lost'
}
