import type { Facts, Live } from './facts.ts'
import { store } from './store.ts'

/** The picture goes on whatever is on the screen. */
export function showLive(change: Partial<Live>): void {
	const { live } = store.getState()
	store.setState(live ? { live: { ...live, ...change } } : change)
}

/** What is now, also while an earlier time is on the screen. */
export function liveOf(facts: Facts): Live {
	return facts.live ?? facts
}

/** The one question that everything asks before it says something. */
export function isReplay({ replay }: Pick<Facts, 'replay'>): boolean {
	return replay !== undefined
}
