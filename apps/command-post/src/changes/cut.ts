import { isFrozen } from '../state/link.ts'
import { liveOf } from '../state/live.ts'
import { store } from '../state/store.ts'

/** Remembers as of when the picture stood still, once it moves again: what came meanwhile was seen by nobody. */
export function followCuts(): () => void {
	let stood: number | undefined
	return store.subscribe((facts) => {
		const { link } = facts
		if (isFrozen(link, liveOf(facts).now)) stood ??= link.asOf
		else if (stood !== undefined && link.session === 'live') {
			const cut = stood
			stood = undefined
			store.setState({ cut })
		}
	})
}
