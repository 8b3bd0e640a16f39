import { liveAlarms } from '../select/live.ts'
import { setView } from '../state/actions.ts'
import { currentOperation } from '../state/follow.ts'
import { liveOf } from '../state/live.ts'
import { store } from '../state/store.ts'
import { markBeside, marksOf } from './marks.ts'
import { backToLive, lookBack } from './replay.ts'

export const SLIDER_ID = 'time-slider'

/** Opens the slider and goes there; pressed again in it, closes it. */
export function openTime(): void {
	setView({ time: true })
	requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`#${SLIDER_ID}`)?.focus())
}

/** To the mark before or after the time that is shown; after the last one is now. */
export function stepTime(direction: -1 | 1): void {
	const facts = store.getState()
	const { content, now } = liveOf(facts)
	const operation = currentOperation(facts)
	if (!operation || (direction === 1 && !facts.replay)) return
	const mark = markBeside(marksOf(content, liveAlarms(facts), { from: operation.created, to: now }), facts.now, direction)
	if (mark) lookBack(mark.at)
	else if (direction === 1) backToLive()
}
