import type { Facts, Thing } from '../state/facts.ts'
import type { Figures } from './figures.ts'
import { figuresOf } from './figures.ts'
import { unknownsOf } from './unknowns.ts'
import type { Unknown } from './unknowns.ts'
import { shownThings, sortedThings, visibleThings } from './visible.ts'

/** What the clock decides is decided anew every so often, and not at every tick. */
const STEP_MS = 10_000
const MINUTE_MS = 60_000

export function stepOf({ now }: Facts): number {
	return Math.floor(now / STEP_MS)
}

export function shownNow({ content, now }: Facts): readonly Thing[] {
	return shownThings(content, Math.floor(now / MINUTE_MS))
}

/** What the map and the list show under the present filter. */
export function visibleNow(facts: Facts): readonly Thing[] {
	return visibleThings(shownNow(facts), facts.filter)
}

export function sortedNow(facts: Facts): readonly Thing[] {
	return sortedThings(visibleNow(facts))
}

export function figuresNow(facts: Facts): Figures {
	return figuresOf(facts.content, stepOf(facts), facts.config)
}

export function unknownsNow(facts: Facts): readonly Unknown[] {
	return unknownsOf(facts.content, stepOf(facts), facts.config)
}
