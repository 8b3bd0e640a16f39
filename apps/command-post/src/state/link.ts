import { freshness } from '@lagebild/client/freshness.ts'
import type { LinkView } from '@lagebild/ui/connection-chip.tsx'

import type { LinkFacts } from './facts.ts'

type ClientLink = {
	readonly session: LinkFacts['session']
	readonly asOf?: number
	readonly verified: LinkFacts['verified']
	readonly stored: boolean
}

const WORST_FIRST = ['refused', 'closed', 'offline', 'connecting', 'loading', 'live'] as const satisfies readonly LinkFacts['session'][]

/** A picture made of several operations is as old as its oldest part. */
export function worstLink(links: readonly ClientLink[]): LinkFacts {
	const session = WORST_FIRST.find((state) => links.some((link) => link.session === state)) ?? 'connecting'
	const times = links.map(({ asOf }) => asOf)
	const known = times.filter((at) => at !== undefined)
	const verified = links.every((link) => link.verified === 'yes') ? 'yes' : links.some((link) => link.verified === 'no') ? 'no' : 'unknown'
	return {
		session,
		verified,
		stored: links.some(({ stored }) => stored),
		...(links.length > 0 && known.length === times.length ? { asOf: Math.min(...known) } : {}),
	}
}

/** What the chip says, by rule C1: the age decides and nothing else; a load in progress is named while it lasts. */
export function linkView(link: LinkFacts, now: number, clock: (at: number) => string): LinkView {
	const { asOf, session } = link
	if (asOf === undefined) return session === 'offline' || session === 'refused' ? { state: 'lost', seconds: 0 } : { state: 'connecting' }
	const { level, seconds } = freshness({ asOf, hubNow: now })
	if (level === 'live' || level === 'ago') return session === 'loading' ? { state: 'catching-up' } : { state: level, seconds }
	if (session === 'loading') return { state: 'catching-up' }
	return level === 'old' ? { state: 'old', seconds, stand: clock(asOf) } : { state: 'lost', seconds, stand: clock(asOf) }
}

/** The picture on the screen no longer follows the world. */
export function isFrozen(link: LinkFacts, now: number): boolean {
	return link.asOf === undefined
		? link.session === 'offline' || link.session === 'refused'
		: freshness({ asOf: link.asOf, hubNow: now }).level === 'lost'
}
