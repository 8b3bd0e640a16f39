import type { LinkFacts } from '../state/facts.ts'
import { linkView } from '../state/link.ts'

export type Tone = 'good' | 'old' | 'lost' | 'unknown'

export type Announced = {
	readonly tone: Tone
	/** The picture was live on this page before. */
	readonly heard: boolean
	readonly key: 'frozen' | 'old' | 'reconnected' | undefined
}

export const NOTHING_ANNOUNCED: Announced = { tone: 'unknown', heard: false, key: undefined }

/** Without a picture nothing is frozen yet; a page that loads meets all states on its way to the first picture. */
export function toneOf(link: LinkFacts, now: number): Tone {
	if (link.asOf === undefined) return 'unknown'
	const { state } = linkView(link, now, String)
	if (state === 'live' || state === 'ago') return 'good'
	return state === 'old' || state === 'lost' ? state : 'unknown'
}

/** What is said aloud when the link changes; only what was there can be back. */
export function announce(tone: Tone, before: Announced): Announced {
	if (tone === 'unknown' || tone === before.tone) return before
	if (tone === 'good') return { tone, heard: true, key: before.heard ? 'reconnected' : undefined }
	return { tone, heard: before.heard, key: tone === 'lost' ? 'frozen' : 'old' }
}
